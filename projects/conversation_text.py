"""A message as a person reads it outside of the page: Markdown."""

from django.utils import timezone

from chatstream.rows.steering import parts_of
from projects.models import Message

_ENDED = {"cancelled": "Stopped here.", "pending": "Not answered yet.", "running": "Not finished yet."}
_TOOL = {"success": "done", "error": "failed", "cancelled": "stopped", "running": "not finished"}


def as_markdown(message: Message) -> str:
    """With a heading that says who and when, its pictures, and what its tools did. Blocks, unless those are prefetched."""
    who = "You" if message.role == Message.Role.USER else "Assistant"
    when = message.created.astimezone(timezone.get_default_timezone()).strftime("%Y-%m-%d %H:%M %Z")
    parts = [f"## {who}, {when}", *_words(message), _pictures(message), _tools(message), _end(message)]
    return "\n" + "\n\n".join(part for part in parts if part) + "\n"


def _words(message: Message) -> list[str]:
    """What the person added to an answer is quoted where it was read."""
    own = str(message.role)
    return [text.strip() if role == own else _quoted(text) for role, text in parts_of(message)]


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in ["**You:**", "", *text.strip().splitlines()])


def _pictures(message: Message) -> str:
    return "\n".join(f"*Picture: {asset.name} (files/{asset.pk})*" for asset in message.attachments.all())


def _tools(message: Message) -> str:
    return "\n".join(f"- {call.title}: {_TOOL[call.status]}" for call in message.tool_calls.all())


def _end(message: Message) -> str:
    if message.error:
        return f"*{message.error['error']}*"
    return f"*{_ENDED[message.status]}*" if message.status in _ENDED else ""
