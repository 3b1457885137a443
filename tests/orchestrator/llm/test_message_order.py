"""Whatever has happened in a conversation, a model is given it in the order that every server accepts."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.llm.interface import ChatMessage, Picture, ToolRequest, Vendor
from orchestrator.llm.message_order import NO_ANSWER, NO_CONTENT, NOT_RUN, alternate

IDS = st.sampled_from(["", "a", "b", "a_2"])
TEXTS = st.sampled_from(["", " ", "\n\n", "one", "two", "three"])
REQUESTS = st.builds(ToolRequest, IDS, st.just("paint"), st.just("{}"))
VENDORS = st.none() | st.builds(Vendor, st.just("chat:m"), st.integers())
PICTURES = st.lists(st.builds(Picture, st.just("image/png"), st.binary(max_size=2)), max_size=2).map(tuple)
TURNS = st.lists(
    st.builds(ChatMessage, st.just("user"), TEXTS, pictures=PICTURES)
    | st.builds(ChatMessage, st.just("assistant"), TEXTS, st.lists(REQUESTS, max_size=3).map(tuple), vendor=VENDORS)
    | st.builds(ChatMessage, st.just("tool"), TEXTS, tool_request_id=IDS),
    max_size=12,
)
HELLO = ChatMessage("user", "Hello")


def call(*ids: str, words: str = "") -> ChatMessage:
    return ChatMessage("assistant", words, tuple(ToolRequest(each, "paint", "{}") for each in ids))


def result(of: str, content: str = "Done.") -> ChatMessage:
    return ChatMessage("tool", content, tool_request_id=of)


@given(TURNS)
def test_a_person_begins(turns: list[ChatMessage]) -> None:
    assert [turn.role for turn in alternate(turns)][:1] in ([], ["user"])


@given(TURNS)
def test_nobody_has_the_word_twice_in_a_row(turns: list[ChatMessage]) -> None:
    for before, after in pairwise(alternate(turns)):
        assert before.role == "tool" or before.role != after.role
        assert (before.role, after.role) != ("tool", "user")


@given(TURNS)
def test_each_call_has_its_result_right_behind_it(turns: list[ChatMessage]) -> None:
    left: list[str] = []
    for turn in alternate(turns):
        if turn.role == "tool":
            assert turn.tool_request_id == left.pop(0)
        else:
            assert left == []
            left = [request.id for request in turn.tool_requests]
    assert left == []


@given(TURNS)
def test_no_two_calls_have_one_id(turns: list[ChatMessage]) -> None:
    ids = [request.id for turn in alternate(turns) for request in turn.tool_requests]
    assert len(set(ids)) == len(ids)
    assert all(ids)


@given(TURNS)
def test_nothing_is_blank(turns: list[ChatMessage]) -> None:
    for turn in alternate(turns):
        assert turn.content.strip() or (turn.tool_requests and turn.content == "")


@given(TURNS)
def test_what_is_in_order_stays_as_it_is(turns: list[ChatMessage]) -> None:
    ordered = alternate(turns)
    assert alternate(ordered) == ordered


@given(TURNS)
def test_no_word_and_no_picture_of_a_person_is_lost(turns: list[ChatMessage]) -> None:
    before, after = ([turn for turn in each if turn.role == "user"] for each in (turns, alternate(turns)))
    contents = [turn.content for turn in before if turn.content.strip()]
    assert [word for turn in after for word in turn.content.split("\n\n") if word != NO_CONTENT] == contents
    assert [each for turn in after for each in turn.pictures] == [each for turn in before for each in turn.pictures]


def test_two_messages_of_a_person_become_one() -> None:
    assert alternate([HELLO, ChatMessage("user", "Are you there?")]) == [ChatMessage("user", "Hello\n\nAre you there?")]


def test_an_answer_whose_question_was_cut_off_is_left_out() -> None:
    assert alternate([ChatMessage("assistant", "Hi"), call("a"), result("a"), HELLO]) == [HELLO]


def test_a_call_without_a_result_was_not_run() -> None:
    assert alternate([HELLO, call("a", "b"), result("b")]) == [HELLO, call("a", "b"), result("a", NOT_RUN), result("b")]


def test_a_person_never_follows_a_tool() -> None:
    turns = [HELLO, call("a"), result("a"), ChatMessage("user", "And now?")]
    assert alternate(turns)[3:] == [ChatMessage("assistant", NO_ANSWER), ChatMessage("user", "And now?")]


def test_equal_ids_are_told_apart_with_their_results() -> None:
    turns = [HELLO, call("a"), result("a", "1"), call("a", "a"), result("a", "2"), result("a", "3")]
    assert alternate(turns)[3:] == [call("a_2", "a_3"), result("a_2", "2"), result("a_3", "3")]


def test_two_answers_that_became_one_give_nothing_back_to_the_provider() -> None:
    turns = [HELLO, ChatMessage("assistant", "One", vendor=Vendor("chat:m", 1)), ChatMessage("assistant", "Two")]
    assert alternate(turns)[1] == ChatMessage("assistant", "One\n\nTwo")
