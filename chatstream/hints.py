"""Hints over the channel layer: rare, small, and harmless when lost. Never events."""

from channels.layers import get_channel_layer


def user_group(user_id: object) -> str:
    return f"chatstream.user.{user_id}"


async def check_again(user_id: object) -> None:
    """Close this user's sockets so that each comes back and is authorised anew: after sign-out or withdrawn access."""
    layer = get_channel_layer()
    if layer is not None:
        await layer.group_send(user_group(user_id), {"type": "signed.out"})
