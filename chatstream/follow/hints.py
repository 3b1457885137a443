"""Hints over the channel layer: rare, small, and harmless when lost. Never events."""

from uuid import UUID

from channels.layers import get_channel_layer

GROUP = "chatstream.follow.hints"  # every server process listens to it while it has an open stream


async def check_again(user_id: object) -> None:
    """End this user's streams so that each comes back and is authorised anew: after sign-out or withdrawn access."""
    await _send("hint.user", str(user_id))


async def check_project(project_id: UUID) -> None:
    """Have whoever follows this project asked at once whether they still may: it was deleted, or changed hands."""
    await _send("hint.project", str(project_id))


async def _send(kind: str, subject: str) -> None:
    layer = get_channel_layer()
    if layer is not None:
        await layer.group_send(GROUP, {"type": kind, "id": subject})
