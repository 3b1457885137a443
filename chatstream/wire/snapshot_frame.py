"""A snapshot as one frame. Parts that do not fit are left out by the rules of docs/protocol.md; clients fetch them over HTTP."""

from pydantic_core import to_json

from chatstream.wire.base import ENDED, measures, utf8_length
from chatstream.wire.limits import INLINE_MAX_BYTES, SERVER_FRAME_MAX_BYTES
from chatstream.wire.views import MessageView, Snapshot, StatePart

# In a snapshot that must be made smaller: of all tool calls of a message together, and of the reasoning of one that has ended.
_TOOLS_MAX_BYTES = _REASONING_MAX_BYTES = 32 * 1024


def encode_snapshot(snapshot: Snapshot) -> str:
    """The JSON text, at most SERVER_FRAME_MAX_BYTES: the newest messages, and `more` if older ones were left out.

    Every message from the oldest unfinished answer on is in it, since more events of that answer follow.
    """
    text = snapshot.encode()
    if utf8_length(text) <= SERVER_FRAME_MAX_BYTES:
        return text
    snapshot = _without_large_state(snapshot)
    project = {**snapshot.project, "more": True}
    envelope = snapshot.model_copy(update={"messages": [], "project": project}).encode()
    light = [_without_large_parts(message) for message in snapshot.messages]
    messages = newest_within(light, SERVER_FRAME_MAX_BYTES - utf8_length(envelope))
    if len(messages) == len(snapshot.messages):
        project = snapshot.project
    return snapshot.model_copy(update={"messages": messages, "project": project}).encode()


def newest_within(messages: list[MessageView], room: int) -> list[MessageView]:
    """The newest of `messages` (oldest first) that come to at most `room` bytes of JSON; one of them at least.

    Those from the oldest unfinished one on stay, without their text if need be; an unfinished one without its reasoning.
    """
    unfinished = [index for index, message in enumerate(messages) if message.status not in ENDED]
    needed = min([len(messages) - 1, *unfinished])
    smallest = [
        message if index in unfinished else _without_content(message)
        for index, message in enumerate(messages[needed:], start=needed)
    ]
    if sum(map(_size, smallest)) > room:
        smallest = [_without_reasoning(message) for message in smallest]
    room -= sum(map(_size, smallest))
    newest: list[MessageView] = []
    for index in range(len(messages) - 1, -1, -1):
        message = messages[index]
        reserved = _size(smallest[index - needed]) if index >= needed else 0
        if _size(message) - reserved <= room:
            room -= _size(message) - reserved
            newest.append(message)
        elif index >= needed:
            newest.append(smallest[index - needed])
        else:
            break
    return newest[::-1]


def _size(message: MessageView) -> int:
    return utf8_length(message.encode()) + 1  # and a comma


def _without_large_state(snapshot: Snapshot) -> Snapshot:
    state: dict[str, StatePart] = {}
    for name, part in snapshot.state.items():
        if len(to_json(part.value)) <= INLINE_MAX_BYTES:
            state[name] = part
        else:
            state |= {field: StatePart(value=value) for field, value in part.substitute.items()}
    return snapshot.model_copy(update={"state": state})


def _without_large_parts(message: MessageView) -> MessageView:
    if message.content is not None and utf8_length(message.content) > INLINE_MAX_BYTES:
        message = _without_content(message)
    calls = message.tool_calls
    if sum(utf8_length(call.encode()) for call in calls) > _TOOLS_MAX_BYTES:
        calls = [call.model_copy(update={"arguments": None, "payload": None}) for call in calls]
        message = message.model_copy(update={"tool_calls": calls, "partial": True})
    if message.status in ENDED and utf8_length(message.reasoning or "") > _REASONING_MAX_BYTES:
        message = _without_reasoning(message)
    return message


def _without_reasoning(message: MessageView) -> MessageView:
    return message.model_copy(update={"reasoning": None, "partial": True}) if message.reasoning else message


def _without_content(message: MessageView) -> MessageView:
    if message.content is None:
        return message
    left_out = {"content": None, "reasoning": None, "partial": True}
    return message.model_copy(update={**left_out, **measures(message.content)})
