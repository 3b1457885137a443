"""A value, a keyword of a schema or a picture that a server refuses is replaced by what it takes; the person notices nothing."""

import json

import pytest

from orchestrator.llm.interface import ChatMessage, Picture

from .dialects import common, only
from .outcome import ASK, ask, asking, tool
from .scripted_server import sends, streams
from .test_adaptations import unless
from .test_answer_forms import ANSWER, ASK_SCENE
from .transcripts import Call

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
