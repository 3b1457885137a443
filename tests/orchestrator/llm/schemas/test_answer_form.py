"""An answer that is to be JSON: how it is asked for, and that it comes as text, whichever way it was asked for."""

import pytest

from orchestrator.llm.dialects.chat import DIALECT
from orchestrator.llm.interface import AnswerForm, ChatMessage, StepRequest
from orchestrator.llm.model_setting import check_model_setting
from orchestrator.llm.options import Options
from orchestrator.llm.schemas import server_schemas
from orchestrator.llm.schemas.answer_form import as_prompt
from orchestrator.tools.scene_agent.template_draft import SceneDraft, SceneEdit, form_of
from tests.orchestrator.llm.conversation import answer, broken_answer
from tests.orchestrator.llm.local_server import DONE, event, local_server, streaming, text_event, tool_event

FORM = AnswerForm(
    "scene",
    "One scene.",
    {
        "title": "Scene",
        "type": "object",
        "properties": {
            "headline": {"type": "string", "minLength": 1, "maxLength": 80, "description": "Few words", "default": "x"},
            "points": {"type": "array", "items": {"type": "string", "pattern": "a"}, "maxItems": 3},
            "kicker": {"anyOf": [{"type": "string", "maxLength": 5}, {"type": "null"}], "default": None},
        },
        "required": ["headline"],
    },
)
ASK = StepRequest("You make scenes.", (ChatMessage("user", "A title."),), form=FORM)
HEADLINE = '{"headline": "Hi"}'
CALL = {"index": 0, "id": "call_1", "function": {"name": "scene", "arguments": HEADLINE}}


def body(options: Options) -> dict:
    return DIALECT.body("gpt-5-mini", ASK, options, "")


def test_a_schema_is_asked_for_by_response_format():
    asked = body(Options(form="schema"))

    assert asked["response_format"]["type"] == "json_schema"
    schema = asked["response_format"]["json_schema"]
    assert (schema["name"], schema["strict"], schema["schema"]) == ("scene", True, server_schemas.common(FORM.schema))
    assert not asked.keys() & {"tools", "tool_choice"}


def test_a_tool_is_forced_only_where_a_server_takes_that():
    assert body(Options(form="tool"))["tool_choice"] == "required"
    assert "tool_choice" not in body(Options(form="tool", tool_choice=False))


def test_a_prompt_needs_nothing_but_text():
    asked = body(Options(form="prompt"))

    assert not asked.keys() & {"tools", "tool_choice", "response_format"}
    assert as_prompt(FORM) in asked["messages"][0]["content"]


async def test_other_servers_are_asked_by_a_tool_that_must_be_called(connected):
    async with local_server(streaming(tool_event(CALL, finish_reason="tool_calls"), DONE)) as server:
        whole = await answer(connected(server.url), ASK)
        asked = server.exchanges[0].body

    assert (asked["tool_choice"], [each["function"]["name"] for each in asked["tools"]]) == ("required", ["scene"])
    assert "response_format" not in asked
    assert (whole.text, whole.end.finish_reason, whole.tool_requests) == (HEADLINE, "stop", ())


async def test_a_server_that_writes_its_json_as_text_is_taken_at_its_word(connected):
    pieces = text_event('{"headline":'), text_event(' "Hi"}', "stop"), DONE
    async with local_server(streaming(*pieces)) as server:
        whole = await answer(connected(server.url), ASK)

    assert (whole.text, whole.end.finish_reason) == (HEADLINE, "stop")


async def test_words_beside_the_call_are_no_part_of_the_json(connected):
    pieces = text_event("Here it is: "), tool_event(CALL, finish_reason="tool_calls"), DONE
    async with local_server(streaming(*pieces)) as server:
        assert (await answer(connected(server.url), ASK)).text == HEADLINE


async def test_a_call_that_was_cut_off_is_said_to_be(connected):
    async with local_server(streaming(tool_event(CALL, finish_reason="length"), DONE)) as server:
        assert (await answer(connected(server.url), ASK)).end.finish_reason == "length"


async def test_an_error_behind_pieces_of_the_call_teaches_no_other_form(connected):
    """llama.cpp says so of a call that its limit of tokens cuts: the request was taken."""
    begun = {**CALL, "function": {"name": "scene", "arguments": '{"headline": "H'}}
    fault = event(error={"code": 500, "message": "Invalid diff: now finding less tool calls!", "type": "server_error"})
    async with local_server(streaming(tool_event(begun), fault)) as server:
        text, error = await broken_answer(connected(server.url), ASK)
        forms = [[each["function"]["name"] for each in asked.body["tools"]] for asked in server.exchanges]

    assert (text, error.code) == ("", "provider_failed")
    assert forms == [["scene"]] * 3


async def test_the_setting_decides_for_a_server_that_knows_better(connected, settings):
    settings.LLM_STRUCTURED_OUTPUT = "json_schema"
    async with local_server(streaming(text_event(HEADLINE, "stop"), DONE)) as server:
        whole = await answer(connected(server.url), ASK)
        asked = server.exchanges[0].body

    assert whole.text == HEADLINE
    assert asked["response_format"]["json_schema"]["schema"]["required"] == ["headline", "points", "kicker"]


def test_a_setting_that_is_none_stops_the_start_with_one_sentence(settings):
    settings.LLM_STRUCTURED_OUTPUT = "yes"

    with pytest.raises(Exception, match=r"^Set LLM_STRUCTURED_OUTPUT to auto, json_schema, tool or prompt\.$"):
        check_model_setting("openai:gpt-5-mini")


def test_a_prompt_tells_the_form_as_a_type():
    asked = as_prompt(FORM)

    assert "One scene. Answer with one JSON object and nothing else" in asked
    assert asked.endswith(
        """
{
  // Few words; at most 80 characters
  "headline": string
  // at most 3 entries
  "points": Array<string>
  // at most 5 characters; "" for none
  "kicker": string
}
"""
    )


@pytest.mark.parametrize(("draft", "last"), [(SceneDraft, "} | {"), (SceneEdit, "} | null")])
def test_a_prompt_tells_each_template_with_its_slots(draft, last):
    asked = as_prompt(form_of(draft))

    assert '"big_words": {\n      // One or two short words each' in asked
    assert last in asked
    assert '"preset": "none" | "fade"' in asked
    assert '"at": number | null' in asked
