"""An earlier answer is told in its steps: what its tools did and refused, what was asked, how it ended."""

import json

from chatstream.rows import ledger
from chatstream.rows.ledger import RunResult, ToolOutcome
from orchestrator.llm.interface import ChatMessage, ToolRequest, Vendor
from orchestrator.turn.history import conversation
from projects.models import Project
from tests.orchestrator.conversations import BUSY, STYLED, acted, ask, contents

QUESTION = {"question": "Which colour?", "options": ["teal", "plum"]}


def test_an_earlier_answer_is_told_in_its_steps_with_short_results(project: Project) -> None:
    words = "Blue it is."
    acted(
        ask(project, "Blue, please."),
        ("set_style", {"palette": "ocean"}, STYLED),
        words=words,
        content=f"{words}\n\nDone.",
    )
    _, replayed, result, closing, _ = conversation(ask(project, "Thanks."))
    assert replayed == ChatMessage("assistant", words, (ToolRequest("call_0", "set_style", '{"palette": "ocean"}'),))
    assert json.loads(result.content) == {"success": True, "result": {"summary": "Colours changed"}, "error": None}
    assert closing == ChatMessage("assistant", "Done.")


def test_a_result_that_is_long_is_told_as_far_as_there_is_room(project: Project) -> None:
    acted(ask(project, "Read it."), ("read_scene", {}, ToolOutcome(True, {"layers": "x" * 9_000})), content="Read.")
    assert 900 < len(conversation(ask(project, "Thanks."))[2].content) < 1200


def test_what_a_tool_refused_is_told(project: Project) -> None:
    refused = ToolOutcome(False, {}, "There is no scene 9.")
    acted(ask(project, "Delete scene 9."), ("delete_scenes", {"targets": "9"}, refused), content="I could not.")
    assert json.loads(conversation(ask(project, "Why?"))[2].content)["error"] == "There is no scene 9."


def test_a_question_is_told_with_its_options_by_number(project: Project) -> None:
    acted(ask(project, "A video."), ("ask_user", QUESTION, ToolOutcome(True, QUESTION)))
    turns = conversation(ask(project, "The second one."))
    assert [turn.role for turn in turns] == ["user", "assistant", "tool", "assistant", "user"]
    assert turns[3].content == "Which colour?\n1. teal\n2. plum"


def test_an_answer_that_was_stopped_is_told_as_far_as_it_came(project: Project) -> None:
    call = ("set_style", {"palette": "ocean"}, None)
    acted(ask(project, "Blue."), call, words="On it.", status="cancelled", content="On it.\n\nAnd th")
    _, replayed, result, closing, _ = conversation(ask(project, "Go on."))
    assert replayed.tool_requests[0].name == "set_style"
    assert json.loads(result.content)["error"] == "It was ended before it was done; nothing was changed."
    assert closing.content == "And th\n\n[stopped by the person]"


def test_an_answer_that_failed_says_why(project: Project) -> None:
    ledger.finalise(ledger.claim(ask(project, "One?").pk), RunResult("error", "", error=BUSY))
    assert contents(ask(project, "Two?")) == [
        ("user", "One?"),
        ("assistant", "[no answer: The AI is busy.]"),
        ("user", "Two?"),
    ]


def test_a_message_that_a_provider_refused_to_read_is_not_sent_again(project: Project) -> None:
    declined = BUSY.model_copy(update={"code": "provider_declined"})
    ledger.finalise(ledger.claim(ask(project, "Something awful").pk), RunResult("error", "", error=declined))
    assert "awful" not in str(conversation(ask(project, "A cat, then.")))


def test_what_goes_back_to_a_provider_goes_back_with_an_earlier_answer(project: Project) -> None:
    vendor = json.dumps(
        {"vendor": {"origin": "chat:m", "data": {"reasoning": "Hmm."}}, "requests": [{"signature": "x"}]}
    )
    acted(ask(project, "Blue."), ("set_style", {}, STYLED), vendor=vendor, content="Done.")
    replayed = conversation(ask(project, "Thanks."))[1]
    assert (replayed.vendor, replayed.tool_requests[0].vendor) == (
        Vendor("chat:m", {"reasoning": "Hmm."}),
        {"signature": "x"},
    )


def test_without_room_for_steps_an_answer_is_told_in_words_and_its_calls_in_a_note(project: Project, settings) -> None:
    settings.HISTORY_TOKENS = 200
    acted(ask(project, "Blue."), ("set_style", {"palette": "x" * 400}, STYLED), content="Done.")
    assert contents(ask(project, "Thanks.")) == [
        ("user", "Blue."),
        ("assistant", "Done."),
        ("user", '[note: in the answer above you called set_style, done: "Colours changed"]\n\nThanks.'),
    ]
