"""The doors of AG-UI: run (the same run again goes on with it), connect (what was said and is being said), stop."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from chatstream.backend import get_backend
from chatstream.dialects.ag_ui.encoder import RunEncoder
from chatstream.dialects.follow import open_answer
from chatstream.dialects.requests import answers_of, ask, decide, last_question, read_json, refuse_by, stop_answers
from chatstream.dialects.streaming import dumps, stream
from chatstream.doors.http import credential_of, door
from chatstream.wire.base import ENDED
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.parsing import parse_uuid
from chatstream.wire.views import MessageView


def _events(*events: dict[str, Any]) -> HttpResponse:
    body = "".join(f"data: {dumps(event)}\n\n" for event in events)
    return HttpResponse(body, content_type="text/event-stream")


# A refusal is the one event of a run that has failed.
run_errors = refuse_by(lambda refused: _events({"type": "RUN_ERROR", "message": refused.detail, "code": refused.code}))


@require_POST
@door
@run_errors
async def run(request: HttpRequest, user: Any) -> HttpResponseBase:
    """A RunAgentInput: `threadId` names the stream; of its messages the last one of the user is asked.

    With `resume` it goes on with the answer that was interrupted.
    """
    body = read_json(request)
    thread, run_id, messages = _thread(body), str(body.get("runId") or ""), _messages(body)
    if not run_id:
        raise RequestRefused("invalid", "A run needs a `runId`.")
    resumed = await _resume(user, thread, body.get("resume"))
    answer = resumed or await ask(user, thread, run_id, last_question(messages))
    follower = await open_answer(user, credential_of(request), thread, answer)
    return stream(follower, RunEncoder(thread, run_id, str(answer), messages, body.get("protocolVersion")))


@require_POST
@door
@run_errors
async def connect(request: HttpRequest, user: Any) -> HttpResponseBase:
    """What was said in the thread, and then the answer that is being written, to its end."""
    body = read_json(request)
    thread, run_id = _thread(body), str(body.get("runId") or "connect")
    await get_backend().authorize(user, thread)
    snapshot = await get_backend().snapshot(user, thread)
    history = [_message(each) for each in snapshot.messages if each.content and each.status in ENDED]
    live = next((each for each in snapshot.messages if each.status not in ENDED), None)
    if live is None:
        return _connected(thread, run_id, history)
    follower = await open_answer(user, credential_of(request), thread, live.id)
    messages = [*history, _message(live)]
    return stream(follower, RunEncoder(thread, run_id, str(live.id), messages, body.get("protocolVersion")))


@require_POST
@door
async def stop(request: HttpRequest, user: Any, stream: str) -> HttpResponseBase:
    """End what is being written: `abortRun()` leaves the line alone, so the page calls this too."""
    await stop_answers(user, stream, await answers_of(user, stream))
    return HttpResponse(status=204)


async def _resume(user: Any, thread: str, entries: Any) -> UUID | None:
    """The answer whose tool calls these entries allow or decline; None if there are none. Raises RequestRefused."""
    answer = None
    for entry in entries if isinstance(entries, list) else ():
        given = entry if isinstance(entry, dict) else {}
        message_id, _, call_id = str(given.get("interruptId")).partition(":")
        answer, payload = parse_uuid(message_id), given.get("payload")
        if answer is None:
            raise NotFound("There is no such interrupt.")
        is_approved = (
            given.get("status") == "resolved" and isinstance(payload, dict) and payload.get("approved") is True
        )
        await decide(user, thread, answer, call_id, is_approved)
    return answer


def _connected(thread: str, run_id: str, history: list[dict[str, Any]]) -> HttpResponse:
    ids = {"threadId": thread, "runId": run_id}
    return _events(
        {"type": "RUN_STARTED", **ids},
        {"type": "MESSAGES_SNAPSHOT", "messages": history},
        {"type": "RUN_FINISHED", **ids, "outcome": {"type": "success"}},
    )


def _thread(body: dict[str, Any]) -> str:
    return str(body.get("threadId") or "")


def _messages(body: dict[str, Any]) -> list[dict[str, Any]]:
    messages = body.get("messages")
    return [each for each in messages if isinstance(each, dict)] if isinstance(messages, list) else []


def _message(message: MessageView) -> dict[str, Any]:
    return {"id": str(message.id), "role": message.role, "content": message.content}
