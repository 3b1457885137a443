"""Hints to all server processes over the channel layer: rare, small, and harmless when lost. Never events."""

from channels.layers import get_channel_layer

GROUP = "chatstream.follow.hints"  # every server process listens to it while it has an open stream


async def check_again(user_id: object) -> None:
    """End this user's streams: each client comes back and is authorised anew. For sign-out and withdrawn access."""
    await _send("hint.user", str(user_id))


async def check_grants(user_id: object) -> None:
    """Check the grants of this user at once: one of the things they have signed in with was revoked. The others go on."""
    await _send("hint.grants", str(user_id))


async def check_stream(stream: str) -> None:
    """Check the grants of this stream at once: what it belongs to was deleted, or has another owner."""
    await _send("hint.stream", stream)


async def ask_for_readers(stream: str) -> None:
    """Have every process say who follows this stream; see `readers.py`."""
    await _send("hint.readers", stream)


async def _send(kind: str, subject: str) -> None:
    layer = get_channel_layer()
    if layer is not None:
        await layer.group_send(GROUP, {"type": kind, "id": subject})
