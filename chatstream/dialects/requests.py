"""What the doors of all dialects share: a request is read, asks, is refused in the words of its front end."""

from collections.abc import Callable, Coroutine, Iterable, Iterator
from functools import wraps
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from chatstream.backend import get_backend
from chatstream.doors.http import body_of, with_retry_after
from chatstream.wire.base import ENDED, Decision
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.limits import MESSAGE_MAX_CHARS
from chatstream.wire.parsing import parse_json, parse_uuid
from chatstream.wire.requests import Decide, Initiate
from chatstream.wire.views import MessageView

STREAM_HEADER = "X-Chatstream-Stream"  # names the stream where the body of a dialect has no place for it
_NAMESPACE = uuid5(NAMESPACE_URL, "chatstream/dialects")

View = Callable[..., Coroutine[Any, Any, HttpResponseBase]]


def refuse_by(respond: Callable[[RequestRefused], HttpResponse]) -> Callable[[View], View]:
    """Around a view within `door`: a refusal is answered as its front end reads it."""

    def decorate(view: View) -> View:
        @wraps(view)
        async def wrapped(request: HttpRequest, user: Any, **ids: Any) -> HttpResponseBase:
            try:
                return await view(request, user, **ids)
            except RequestRefused as refused:
                return with_retry_after(respond(refused), refused)

        return wrapped

    return decorate


def read_json(request: HttpRequest) -> dict[str, Any]:
    """As strict as the wire, but as long as it comes: front ends send the whole conversation. Raises RequestRefused."""
    return parse_json(body_of(request))


def request_id_of(*names: str) -> UUID:
    """The request id that stands for an id of the client's own: the same one again starts nothing."""
    return uuid5(_NAMESPACE, "\n".join(names))


def message_text(content: Any) -> str:
    """Of a text, of a part with one, or of a list of them. Raises RequestRefused if it is no message."""
    text = "".join(_texts(content))
    if not text.strip():
        raise RequestRefused("invalid", "A message needs a text.")
    if len(text) > MESSAGE_MAX_CHARS:
        raise RequestRefused("too_large", f"A message has at most {MESSAGE_MAX_CHARS} characters.")
    return text


def _texts(content: Any) -> Iterator[str]:
    for part in content if isinstance(content, list) else [content]:
        text = part.get("text") if isinstance(part, dict) else part
        if isinstance(text, str):
            yield text


async def answers_of(user: Any, name: str) -> list[MessageView]:
    """The newest page of them, oldest first. Raises NotFound."""
    await get_backend().authorize(user, name)
    snapshot = await get_backend().snapshot(user, name)
    return [message for message in snapshot.messages if message.role == "assistant"]


async def decide(user: Any, name: str, answer: UUID, call_id: str, is_approved: bool) -> None:
    """Allow a tool call of this answer, or decline it. Raises RequestRefused."""
    call = parse_uuid(call_id)
    if call is None:
        raise NotFound("There is no such tool call.")
    decision: Decision = "approved" if is_approved else "declined"
    await get_backend().decide(user, name, Decide(assistant_message_id=answer, tool_call_id=call, decision=decision))


async def stop_answers(user: Any, name: str, answers: Iterable[MessageView]) -> None:
    """End those that are being written, for all."""
    for answer in answers:
        if answer.status not in ENDED:
            await get_backend().stop(user, name, answer.id)


def last_question(messages: Any) -> str:
    """The text of the last message of a user, in a list of `{role, content}`. Raises RequestRefused."""
    messages = messages if isinstance(messages, list) else ()
    questions = [each for each in messages if isinstance(each, dict) and each.get("role") == "user"]
    if not questions:
        raise RequestRefused("invalid", "There is no message of a user.")
    return message_text(questions[-1].get("content"))


async def ask(user: Any, name: str, key: str, text: str) -> UUID:
    """The id of the answer to this text in the stream `name`; the same `key` again starts nothing. Raises RequestRefused."""
    initiate = Initiate(request_id=request_id_of(name, key), message=text)
    return (await get_backend().initiate(user, name, initiate)).assistant_message_id
