"""What a server refuses by name is not sent to it again, by any process; the person notices nothing."""

import json

import pytest
import redis

from orchestrator.llm.interface import ChatMessage, Picture

from .dialects import common, only
from .outcome import ASK, ask, asking, tool
from .scripted_server import Reply, sends, streams
from .test_answer_forms import ANSWER, ASK_SCENE
from .transcripts import Call, Words

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


# --- Chat Completions -----------------------------------------------------------------------------------------------------


@only("chat")
@pytest.mark.parametrize(
    ("refused", "taken"), [("max_tokens", "max_completion_tokens"), ("max_completion_tokens", "max_tokens")]
)
async def test_the_limit_has_two_names(server, connect, transcript, refused, taken):
    words = f"Unsupported parameter: '{refused}' is not supported with this model. Use '{taken}' instead."
    server.replies(
        unless(
            lambda body: refused in body,
            sends({"error": {"message": words, "param": refused, "code": "unsupported_parameter"}}, 400),
            transcript,
        )
    )

    assert (await ask(connect())).final_text == "Hi"
    assert server.bodies[-1].get(taken) == ASK.max_output_tokens


@only("chat")
async def test_tools_beside_reasoning_are_refused_by_some_models(server, connect, transcript):
    words = "Function tools with reasoning_effort are not supported for gpt-5.6. Set reasoning_effort to 'none'."
    refusal = sends(
        {"error": {"message": words, "type": "invalid_request_error", "param": "reasoning_effort", "code": None}}, 400
    )
    server.replies(
        unless(lambda body: body.get("tools") and body.get("reasoning_effort") != "none", refusal, transcript)
    )

    assert (await ask(connect())).final_text == "Hi"
    assert server.bodies[-1]["tools"]


@only("chat")
@pytest.mark.parametrize(
    "words",
    [
        "Thinking mode does not support this tool_choice",
        "tool_choice 'required' is not supported",
        '"required" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
        "Invalid value: 'required'. Supported values are: 'none' and 'auto'.",
    ],
)
async def test_a_forced_choice_is_refused_by_some_servers(server, connect, transcript, words):
    refusal = sends({"error": {"message": words, "type": "invalid_request_error", "param": "tool_choice"}}, 400)

    def reply(request):
        if "response_format" in request.body:
            return sends({"error": {"message": "response_format is not supported by this model"}}, 400)
        forced = request.body.get("tool_choice") not in (None, "auto")
        return refusal if forced else streams(*transcript.stream(Call("scene", ANSWER)))

    server.replies(reply)

    assert json.loads((await ask(connect(), ASK_SCENE)).final_text) == json.loads(ANSWER)
    assert server.bodies[-1]["tools"]


@only("chat")
async def test_a_window_that_is_too_small_for_our_limit(server, connect, transcript):
    words = (
        "This model's maximum context length is 8192 tokens. However, you requested 9011 tokens (4915 in the messages, 4096 in the "
        "completion). Please reduce the length of the messages or completion."
    )
    refusal = sends({"object": "error", "message": words, "type": "BadRequestError", "code": 400}, 400)
    server.replies(unless(lambda body: (transcript.sent(body).limit or 0) > 3277, refusal, transcript))

    assert (await ask(connect())).final_text == "Hi"
    assert transcript.sent(server.bodies[-1]).limit > 500


@pytest.mark.parametrize(
    "words",
    [
        "max_tokens is too large: 4096. This model supports at most 2048 completion tokens, whereas you provided 4096.",
        "max_tokens: 4096 > 2048, which is the maximum allowed number of output tokens for this model",
        "`max_tokens` must be less than or equal to `2048`",
        "Invalid max_tokens value, the valid range of max_tokens is [1, 2048]",
    ],
)
async def test_a_limit_of_output_that_is_too_high_is_lowered(server, connect, transcript, words):
    refusal = sends(transcript.error(words, 400), 400)
    server.replies(unless(lambda body: (transcript.sent(body).limit or 0) > 2048, refusal, transcript))

    assert (await ask(connect())).final_text == "Hi"
    assert transcript.sent(server.bodies[-1]).limit == 2048


# --- schemas --------------------------------------------------------------------------------------------------------------

ODD = tool(
    "name_it", title={"type": "string", "pattern": r"\S", "maxLength": 9}, kind={"type": "string", "const": "video"}
)


def keywords(schema, found=None) -> set[str]:
    found = set() if found is None else found
    if isinstance(schema, dict):
        for key, value in schema.items():
            found.add(key)
            for each in value.values() if key in ("properties", "$defs") and isinstance(value, dict) else [value]:
                keywords(each, found)
    elif isinstance(schema, list):
        for each in schema:
            keywords(each, found)
    return found


KEYWORDS = [
    "JSON schema conversion failed:\nUnsupported keyword '{}'",
    "Invalid schema for function 'name_it': '{}' is not permitted.",
    "Invalid JSON payload received. Unknown name \"{}\" at 'tools[0].function_declarations[0].parameters': Cannot find field.",
]


@common(
    "refused",
    [(keyword, words) for words in KEYWORDS for keyword in ("pattern", "maxLength", "const", "additionalProperties")],
    few=4,
)
async def test_a_keyword_of_a_schema_that_is_refused_is_left_out(server, connect, transcript, refused):
    keyword, words = refused
    refusal = sends(transcript.error(words.format(keyword), 400), 400)

    def is_wrong(body):
        return any(keyword in keywords(schema) for schema in transcript.sent(body).tools.values())

    server.replies(unless(is_wrong, refusal, transcript))

    assert (await ask(connect(), asking(tools=(ODD,)))).final_text == "Hi"
    assert "name_it" in transcript.sent(server.bodies[-1]).tools


# --- pictures -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "This model does not support image input.",
        "image_url is only supported by certain models.",
        "Invalid content type. image_url is only supported by certain models",
        "At most 0 image(s) may be provided in one request.",
        "unknown variant `image_url`, expected `text`",
    ],
)
async def test_a_model_that_sees_no_pictures_gets_the_words_alone(server, connect, transcript, words):
    request = asking(
        ChatMessage("user", "Make it look like this", pictures=(Picture("image/png", b"\x89PNG", "shot.png"),))
    )
    refusal = sends(transcript.error(words, 400), 400)
    server.replies(
        unless(lambda body: any(entry.pictures for entry in transcript.sent(body).entries), refusal, transcript)
    )

    assert (await ask(connect(), request)).final_text == "Hi"
    assert "Make it look like this" in json.dumps(server.bodies[-1])
