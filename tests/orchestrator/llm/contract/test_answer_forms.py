"""An answer of a given form is asked for by schema, as a tool, or in words: whichever the server takes."""

import json

import pytest

from orchestrator.llm.interface import AnswerForm

from .dialects import only
from .outcome import ask, asking
from .scripted_server import CUT, sends, streams
from .transcripts import Call, Thought, Words
from .transcripts.chat import DONE, call_piece, delta

SCENE = AnswerForm(
    "scene",
    "One scene of a video.",
    {
        "type": "object",
        "properties": {
            "template": {"type": "string", "enum": ["title"]},
            "headline": {"type": "string", "maxLength": 40},
        },
        "required": ["template", "headline"],
        "additionalProperties": False,
    },
)
ANSWER = '{"template": "title", "headline": "Dawn"}'
ASK_SCENE = asking(tools=(), form=SCENE)


def way(transcript, body) -> str:
    """How a request asks for the form."""
    sent = transcript.sent(body)
    if sent.schema:
        return "schema"
    return "tool" if "scene" in sent.tools else "prompt"


def obeys(transcript, body):
    """What a good model answers."""
    if way(transcript, body) == "tool":
        return streams(*transcript.stream(Call("scene", ANSWER)))
    return streams(*transcript.stream(Words(ANSWER[:9]), Words(ANSWER[9:])))


async def test_the_answer_is_its_json_whichever_way_it_was_asked_for(server, connect, transcript):
    server.replies(lambda request: obeys(transcript, request.body))
    outcome = await ask(connect(), ASK_SCENE)

    assert json.loads(outcome.final_text) == json.loads(ANSWER)
    assert outcome.end.usage is not None


REFUSALS = {
    "schema": [
        "Invalid schema: Objects provided via 'anyOf' must not share identical first keys.",
        "response_format is not supported by this model",
        "'response_format.type' : value is not one of the allowed values ['text','json_object']",
        "json_schema response format is not supported",
        "Unsupported response format",
    ],
    "tool": [
        "This model does not support tools",
        "Function calling is not enabled for this model",
        "tools is not supported",
    ],
}


@pytest.mark.parametrize("words", REFUSALS["schema"])
async def test_a_server_without_schemas_is_asked_by_tool_or_in_words(server, connect, transcript, words):
    refusal = sends(transcript.error(words, 400), 400)
    server.replies(
        lambda request: refusal if way(transcript, request.body) == "schema" else obeys(transcript, request.body)
    )
    outcome = await ask(connect(), ASK_SCENE)

    assert json.loads(outcome.final_text) == json.loads(ANSWER)


@pytest.mark.parametrize("words", REFUSALS["tool"])
async def test_a_server_with_neither_is_asked_in_words(server, connect, transcript, words):
    def reply(request):
        match way(transcript, request.body):
            case "schema":
                return sends(transcript.error("response_format is not supported by this model", 400), 400)
            case "tool":
                return sends(transcript.error(words, 400), 400)
        return obeys(transcript, request.body)

    server.replies(reply)
    outcome = await ask(connect(), ASK_SCENE)

    assert json.loads(outcome.final_text) == json.loads(ANSWER)
    sent = transcript.sent(server.bodies[-1])
    assert "headline" in sent.system + "".join(entry.text for entry in sent.entries)
    asked = len(server.requests)
    assert json.loads((await ask(connect(), ASK_SCENE)).final_text) == json.loads(ANSWER)
    assert len(server.requests) == asked + 1


@only("chat")
async def test_a_model_that_writes_its_json_instead_of_the_call_is_taken_at_its_word(server, connect, transcript):
    def reply(request):
        if way(transcript, request.body) == "schema":
            return sends(transcript.error("response_format is not supported by this model", 400), 400)
        return streams(*transcript.stream(Words(ANSWER)))

    server.replies(reply)

    assert json.loads((await ask(connect(), ASK_SCENE)).final_text) == json.loads(ANSWER)


@pytest.mark.parametrize("around", ["{}", "```json\n{}\n```", "\n\n{}\n", "<think>Hmm.</think>\n{}"])
async def test_what_stands_around_the_json_is_left_to_who_reads_it_or_taken_away(server, connect, transcript, around):
    server.replies(streams(*transcript.stream(Words(around.replace("{}", ANSWER)))))
    text = (await ask(connect(), ASK_SCENE)).final_text

    assert ANSWER in text
    assert "<think>" not in text


async def test_thoughts_are_no_part_of_the_form(server, connect, transcript):
    server.replies(streams(*transcript.stream(Thought("Hmm."), Words(ANSWER))))
    outcome = await ask(connect(), ASK_SCENE)

    assert json.loads(outcome.final_text) == json.loads(ANSWER)


async def test_a_form_that_was_cut_is_asked_for_once_more(server, connect, transcript):
    """Nobody reads along: it is only shown whole."""
    server.replies(
        streams(*transcript.beginning(Words(ANSWER[:9])), CUT), lambda request: obeys(transcript, request.body)
    )
    outcome = await ask(connect(), ASK_SCENE)

    assert json.loads(outcome.final_text) == json.loads(ANSWER)


async def test_a_form_that_is_cut_by_the_limit_says_so(server, connect, transcript):
    word = {
        "chat": "length",
        "responses": "incomplete:max_output_tokens",
        "anthropic": "max_tokens",
        "google": "MAX_TOKENS",
    }
    server.replies(streams(*transcript.stream(Words(ANSWER[:9]), finish=word[transcript.name])))

    assert (await ask(connect(), ASK_SCENE)).end.finish_reason == "length"


@only("chat")
@pytest.mark.parametrize("name", ["scene", "functions.scene", "Scene", "json_tool_call"])
async def test_the_call_of_the_form_is_the_form_whatever_its_name(server, connect, transcript, name):
    call = call_piece(name, ANSWER, index=0, id="call_1")
    server.replies(streams(delta(tool_calls=[call]), delta("tool_calls"), DONE))

    assert json.loads((await ask(connect(), ASK_SCENE)).final_text) == json.loads(ANSWER)
