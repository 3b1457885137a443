"""Hints over the channel layer: rare, small, and harmless when lost. Never events."""

from channels.layers import get_channel_layer

GROUP = "chatstream.follow.hints"  # every server process listens to it while it has an open stream


async def check_again(user_id: object) -> None:
    """End this user's streams so that each comes back and is authorised anew: after sign-out or withdrawn access."""
    await _send("hint.user", str(user_id))


async def check_stream(stream: str) -> None:
    """Have whoever follows this stream asked at once whether they still may: what it belongs to was deleted, or changed hands."""
    await _send("hint.stream", stream)


async def _send(kind: str, subject: str) -> None:
    layer = get_channel_layer()
    if layer is not None:
        await layer.group_send(GROUP, {"type": kind, "id": subject})
