"""What a server refuses by name is not sent to it again, by any process; the person notices nothing."""

import pytest
import redis

from .outcome import ask, asking
from .scripted_server import Reply, sends, streams
from .transcripts import Words

# Without these no request is one.
NEEDED = {"model", "messages", "input", "contents", "instructions", "system", "systemInstruction", "stream", "tools"}
NEEDED_BY = {"anthropic": {"max_tokens"}, "google": {"generationConfig"}}
ONE = {"chat": "stream_options", "google": "thinkingConfig", "responses": "include", "anthropic": "thinking"}
WORDINGS = {
    "openai": lambda field: {
        "error": {
            "message": f"Unsupported parameter: '{field}' is not supported with this model.",
            "type": "invalid_request_error",
            "param": field,
            "code": "unsupported_parameter",
        }
    },
    "unknown": lambda field: {
        "error": {
            "message": f"Unknown parameter: '{field}'.",
            "type": "invalid_request_error",
            "param": field,
            "code": "unknown_parameter",
        }
    },
    "pydantic": lambda field: {
        "detail": [
            {"type": "extra_forbidden", "loc": ["body", field], "msg": "Extra inputs are not permitted", "input": 1}
        ]
    },
    "anthropic": lambda field: {
        "type": "error",
        "error": {"type": "invalid_request_error", "message": f"{field}: Extra inputs are not permitted"},
    },
    "google": lambda field: {
        "error": {
            "code": 400,
            "message": f'Invalid JSON payload received. Unknown name "{field}": Cannot find field.',
            "status": "INVALID_ARGUMENT",
        }
    },
    "vllm": lambda field: {
        "object": "error",
        "message": f"[{{'type': 'extra_forbidden', 'loc': ('body', '{field}'), 'msg': 'Extra inputs are not permitted'}}]",
        "type": "BadRequestError",
        "code": 400,
    },
    "go": lambda field: {"error": f'json: unknown field "{field}"'},
    "words": lambda field: f"the field {field} is not supported by this server",
}


def optional(transcript, body) -> list[str]:
    """What a request has beyond what makes it one."""
    names = {*body, *body.get("generationConfig", {})}
    return sorted(names - NEEDED - NEEDED_BY.get(transcript.name, set()))


def unless(is_wrong, refusal: Reply, transcript):
    """Refuse what is wrong, answer the rest."""
    return lambda request: refusal if is_wrong(request.body) else streams(*transcript.stream(Words("Hi")))


def names(body, field: str) -> bool:
    """Whether a field stands anywhere in a body, but not in the schemas of tools."""
    if isinstance(body, list):
        return any(names(each, field) for each in body)
    if not isinstance(body, dict):
        return False
    return field in body or any(
        names(each, field) for key, each in body.items() if key not in ("parameters", "input_schema", "schema")
    )


@pytest.mark.parametrize("wording", [*WORDINGS])
@pytest.mark.parametrize("status", [400, 422])
async def test_whatever_field_is_refused_by_name_is_left_out(server, connect, transcript, wording, status):
    server.replies(streams(*transcript.stream(Words("Hi"))))
    await ask(connect(), asking(effort="low"))
    fields = optional(transcript, server.bodies[0])
    assert fields

    for field in fields:
        refusal = sends(WORDINGS[wording](field), status)
        server.replies(unless(lambda body, field=field: names(body, field), refusal, transcript))
        model = f"{wording}-{status}-{field}"

        assert (await ask(connect(model=model), asking(effort="low"))).final_text == "Hi"
        asked = len(server.requests)
        assert (await ask(connect(model=model), asking(effort="low"))).final_text == "Hi"
        assert len(server.requests) == asked + 1, f"{field} was sent once more"


async def test_an_adaptation_is_for_one_model_at_one_address(server, connect, transcript):
    field = ONE[transcript.name]
    server.replies(unless(lambda body: names(body, field), sends(WORDINGS["openai"](field), 400), transcript))
    await ask(connect(), asking(effort="low"))
    refused = len(server.requests)
    await ask(connect(model="other"), asking(effort="low"))

    assert len(server.requests) == 2 * refused


async def test_another_process_knows_an_adaptation_for_a_day(server, connect, transcript, valkey, monkeypatch):
    field = ONE[transcript.name]
    server.replies(unless(lambda body: names(body, field), sends(WORDINGS["openai"](field), 400), transcript))
    await ask(connect(), asking(effort="low"))
    refused = len(server.requests)
    monkeypatch.setattr("orchestrator.llm.adaptations.options_store._known", {})

    assert (await ask(connect(), asking(effort="low"))).final_text == "Hi"
    assert len(server.requests) == refused + 1
    [stored] = [valkey.ttl(key) for key in valkey.scan_iter(b"orchestrator:lessons:*")]
    assert 0 < stored <= 24 * 3600


async def test_without_valkey_a_lesson_is_avoided_all_the_same(server, connect, transcript, monkeypatch):
    """A store that is away is no reason to refuse an answer."""

    class Away:
        def __getattr__(self, name):
            async def fail(*args, **fields):
                raise redis.ConnectionError("away")

            return fail

    monkeypatch.setattr("orchestrator.llm.adaptations.options_store.get_client", Away, raising=False)
    field = ONE[transcript.name]
    server.replies(unless(lambda body: names(body, field), sends(WORDINGS["openai"](field), 400), transcript))

    assert (await ask(connect(), asking(effort="low"))).final_text == "Hi"


async def test_a_server_that_refuses_everything_is_left(play, server, transcript):
    """It names another field each time, and one that was left out already."""
    for body in (WORDINGS["openai"]("messages"), WORDINGS["openai"]("nonsense"), WORDINGS["words"]("tools")):
        outcome = await play(sends(body, 400))
        assert outcome.error is not None
        assert len(server.requests) <= 12


async def test_several_fields_are_left_out_one_after_the_other(server, connect, transcript):
    server.replies(streams(*transcript.stream(Words("Hi"))))
    await ask(connect(model="first"), asking(effort="low"))
    fields = optional(transcript, server.bodies[0])

    def reply(request):
        wrong = next((field for field in fields if names(request.body, field)), None)
        return sends(WORDINGS["openai"](wrong), 400) if wrong else streams(*transcript.stream(Words("Hi")))

    server.replies(reply)

    assert (await ask(connect(), asking(effort="low"))).final_text == "Hi"
