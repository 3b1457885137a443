"""What a message shows besides its own row: tool calls, pictures, versions. Blocks."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from chatstream.rows.message_view import add_tool_calls, add_view_fields
from projects.actions import attachments_of
from projects.branches import versions_of
from projects.models import Asset, Message


def add_related_rows(messages: Sequence[Message]) -> None:
    """Read it for `chatstream.rows.message_view.view`."""
    add_tool_calls(messages)
    pictures: dict[UUID, list[Asset]] = defaultdict(list)
    ids = [message.pk for message in messages]
    links = Message.attachments.through.objects.filter(message__in=ids).select_related("asset")
    for link in links.order_by("asset__created", "asset__id"):
        pictures[link.message_id].append(link.asset)
    versions = versions_of(list(messages))
    for message in messages:
        add_view_fields(message, attachments=attachments_of(pictures[message.pk]), versions=versions.get(message.pk))
