"""A conversation goes out in an order, with ids, names and arguments that every server takes."""

import itertools
import re

import pytest

from orchestrator.llm.interface import ChatMessage, ToolRequest

from .outcome import ask, asking, called
from .scripted_server import streams
from .transcripts import Words

DAWN = '{"title": "Dawn"}'


IDS = [
    ("call_1", "call_2"),
    ("x", "x"),
    ("", ""),
    ("call_" + "a" * 900, "call_2"),
    ("call_abc__thought__" + "QUJD" * 300, "call_2"),
    ("functions.set_title:0", "functions.set_title:1"),
    ("id with spaces", "id/with+signs=="),
    ("設定", "🎬"),
    ("call\x001", "call\n2"),
    ("call_00001", "call00001"),
]


@pytest.mark.parametrize("ids", IDS)
async def test_each_result_has_the_id_of_its_call_and_no_two_calls_one(sent, transcript, ids):
    requests = [ToolRequest(own, "set_title", DAWN) for own in ids]
    conversation = await sent(*called(*requests))

    asked = [call[0] for entry in conversation.entries for call in entry.calls]
    answered = [result for entry in conversation.entries for result in entry.results]
    assert [own for own, _ in answered] == asked
    assert [text.count(f"result {n}") for n, (_, text) in enumerate(answered)] == [1, 1]
    if transcript.name != "google" or any(asked):  # Gemini tells calls apart by their order
        assert len(set(asked)) == 2
    for own in asked:
        assert len(own) <= {"responses": 64, "anthropic": 64}.get(transcript.name, 2000)
        assert own.isascii()
        assert own.isprintable()
        if transcript.name == "anthropic":
            assert own.replace("_", "").replace("-", "").isalnum()


async def test_ids_that_begin_anew_in_each_answer_are_told_apart(sent, transcript):
    first, second = called(ToolRequest("call_0", "set_title", DAWN)), called(ToolRequest("call_0", "set_style", "{}"))
    conversation = await sent(*first, ChatMessage("assistant", "Done."), *second)

    asked = [call[0] for entry in conversation.entries for call in entry.calls]
    assert len(asked) == 2
    assert transcript.name == "google" or len(set(asked)) == 2
    assert [own for entry in conversation.entries for own, _ in entry.results] == asked


@pytest.mark.parametrize("name", ["make.movie now", "", "設定", "x" * 300, "set_title<|channel|>", "a/b:c"])
async def test_a_name_that_no_server_takes_is_not_sent_back(sent, name):
    conversation = await sent(*called(ToolRequest("call_1", name, "{}")))

    [[sent_name]] = [[call[1] for call in entry.calls] for entry in conversation.entries if entry.calls]
    assert re.fullmatch("[a-zA-Z_][a-zA-Z0-9_-]{0,63}", sent_name)


@pytest.mark.parametrize("arguments", ['{"title": "Da', "", "null", "[]", "Dawn", "[" * 50_000, '"\\ud83c"'])
async def test_arguments_that_no_server_takes_are_not_sent_back(sent, arguments):
    conversation = await sent(*called(ToolRequest("call_1", "set_title", arguments)))

    [[sent_arguments]] = [[call[2] for call in entry.calls] for entry in conversation.entries if entry.calls]
    assert isinstance(sent_arguments, dict)


def roles(conversation) -> list[str]:
    return [entry.role for entry in conversation.entries if not entry.results and entry.role != "tool"]


CONVERSATIONS = {
    "two persons' in a row": [ChatMessage("user", "First"), ChatMessage("user", "Second")],
    "two answers in a row": [
        ChatMessage("user", "First"),
        ChatMessage("assistant", "One"),
        ChatMessage("assistant", "Two"),
        ChatMessage("user", "Second"),
    ],
    "the model first": [ChatMessage("assistant", "Hello"), ChatMessage("user", "First")],
    "a blank answer": [ChatMessage("user", "First"), ChatMessage("assistant", "  \n"), ChatMessage("user", "Second")],
    "a blank message": [ChatMessage("user", " "), ChatMessage("assistant", "What?"), ChatMessage("user", "Second")],
    "words behind a result": [*called(ToolRequest("call_1", "set_title", DAWN)), ChatMessage("user", "Second")],
    "a result without its call": [ChatMessage("tool", "lost", tool_request_id="call_9"), ChatMessage("user", "First")],
    "a call without its result": [
        ChatMessage("user", "First"),
        ChatMessage("assistant", "", (ToolRequest("call_1", "set_title", DAWN),)),
        ChatMessage("user", "Second"),
    ],
    "blank beside a call": [
        ChatMessage("user", "First"),
        ChatMessage("assistant", "\n\n", (ToolRequest("call_1", "undo_change", "{}"),)),
        ChatMessage("tool", "done", tool_request_id="call_1"),
    ],
    "the end is the model's": [ChatMessage("user", "First"), ChatMessage("assistant", "One")],
}


@pytest.mark.parametrize("name", [*CONVERSATIONS])
async def test_a_conversation_begins_with_a_person_and_goes_by_turns(sent, name):
    conversation = await sent(*CONVERSATIONS[name])

    order = roles(conversation)
    assert order[0] == "user"
    asked = [call[0] for entry in conversation.entries for call in entry.calls]
    assert [own for entry in conversation.entries for own, _ in entry.results] == asked
    plain = [entry.role for entry in conversation.entries if not entry.calls and not entry.results]
    assert all(a != b for a, b in itertools.pairwise(plain))


@pytest.mark.parametrize("name", [*CONVERSATIONS])
async def test_no_blank_text_is_sent(server, connect, transcript, name):
    server.replies(streams(*transcript.stream(Words("Hi"))))
    await ask(connect(), asking(*CONVERSATIONS[name]))

    def texts(value, key=""):
        if isinstance(value, dict):
            for name, each in value.items():
                yield from texts(each, name)
        elif isinstance(value, list):
            for each in value:
                yield from texts(each, key)
        elif key in ("content", "text", "output") and isinstance(value, str):
            yield value

    conversation = next(server.bodies[0][key] for key in ("messages", "input", "contents") if key in server.bodies[0])
    assert all(text.strip() for text in texts(conversation))


async def test_system_words_are_not_a_turn(sent):
    conversation = await sent(ChatMessage("user", "Hello"))

    assert conversation.system == asking().system
    assert roles(conversation) == ["user"]
