"""Edit and resend: a message that is edited begins a branch with answers and a film of its own, and nothing is lost."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from chatstream.rows import ledger
from chatstream.rows.ledger import RunResult
from chatstream.wire.errors import NotFound, RequestRefused
from orchestrator.turn.history import conversation
from projects import revisions
from projects.actions import create_project, retry_turn, start_turn
from projects.branches import choose_version, path_of, versions_of, what_comes_after
from projects.message_pages import older_messages
from projects.models import Branch, Message, Project, Revision
from projects.takes import choose_take, takes_of_project
from tests.projects.test_takes import called


class Conversation:
    """Alice's: told by the words of her messages, and by the name of the first scene of the film."""

    def __init__(self, project: Project, alice: User) -> None:
        self.project = project
        self.alice = alice

    @property
    def words(self) -> list[str]:
        return [message.content or "" for message in older_messages(self.alice, self.project.pk, None)[0]]

    @property
    def film(self) -> str:
        newest = revisions.document_of(revisions.current(self.project.pk))
        assert newest is not None
        return newest.scenes[0].name if newest.scenes else "nothing"

    def say(self, words: str, *films: str, instead_of: Message | None = None) -> Message:
        edit_of = instead_of.pk if instead_of else None
        answer = start_turn(self.project.pk, uuid4(), words, edit_of=edit_of, author=self.alice)
        self.answer(answer, words.lower(), *films)
        assert answer.answers is not None
        return answer.answers

    def answer(self, answer: Message, words: str, *films: str) -> None:
        claim = ledger.claim(answer.pk)
        assert claim is not None
        for name in films:
            revisions.commit(self.project.pk, called(name), cause="tool", message_id=answer.pk)
        ledger.finalise(claim, RunResult("success", words))

    def by_hand(self, name: str) -> None:
        revisions.commit(self.project.pk, called(name), cause="edit", author=self.alice)

    def undo(self) -> None:
        revisions.undo(self.project.pk, author=self.alice)

    def choose(self, version: Message) -> None:
        choose_version(self.project.pk, version, author=self.alice)

    def answer_to(self, question: Message) -> Message:
        """The first one."""
        return Message.objects.filter(answers=question)[0]


@pytest.fixture
def chat(project: Project, alice: User) -> Conversation:
    return Conversation(project, alice)


def test_each_version_has_its_own_continuation_and_its_own_film(chat: Conversation) -> None:
    chat.say("A", "Warm")
    second = chat.say("B", "Ocean")
    chat.say("C", "Hello")
    edited = chat.say("B2", "Neon", instead_of=second)
    assert (chat.words, chat.film) == (["A", "a", "B2", "b2"], "Neon")
    chat.say("D", "Goodbye")
    chat.choose(second)
    assert (chat.words, chat.film) == (["A", "a", "B", "b", "C", "c"], "Hello")
    chat.say("E", "Again")
    chat.choose(edited)
    assert (chat.words, chat.film) == (["A", "a", "B2", "b2", "D", "d"], "Goodbye")
    chat.choose(second)
    assert (chat.words, chat.film) == (["A", "a", "B", "b", "C", "c", "E", "e"], "Again")


def test_the_edited_message_starts_from_the_film_before_it_and_undo_ends_there(chat: Conversation) -> None:
    first = chat.say("A", "Warm")
    chat.by_hand("Warm, by hand")
    second = chat.say("B", "Ocean")
    chat.by_hand("Ocean, by hand")
    chat.say("B2", instead_of=second)
    assert chat.film == "Warm, by hand"
    chat.say("C", "Sand")
    chat.undo()
    assert chat.film == "Warm, by hand"
    chat.undo()
    assert chat.film == "Warm"
    chat.say("A2", instead_of=first)
    assert chat.film == "nothing"
    with pytest.raises(RequestRefused, match="nothing to undo"):
        chat.undo()


def test_undo_and_redo_stay_within_the_branch(chat: Conversation) -> None:
    first = chat.say("A", "Warm", "Warmer")
    chat.say("B", "Ocean")
    edited = chat.say("A2", "Cold", instead_of=first)
    chat.choose(first)
    chat.undo()
    assert chat.film == "Warmer"
    chat.choose(edited)
    assert chat.film == "Cold"
    chat.choose(first)
    assert chat.film == "Warmer"
    revisions.redo(chat.project.pk, author=chat.alice)
    assert chat.film == "Ocean"


def test_what_was_done_by_hand_after_a_message_that_left_the_film_alone_is_later(chat: Conversation) -> None:
    chat.say("A", "Warm")
    question = chat.say("Why warm?")
    chat.by_hand("Cold")
    chat.say("And now?", instead_of=question)
    assert chat.film == "Warm"
    chat.choose(question)
    assert chat.film == "Cold"


def test_what_comes_after_a_message_is_counted_and_stays_with_its_version(chat: Conversation) -> None:
    first = chat.say("A", "Plan", "Warm")
    second = chat.say("B", "Ocean")
    chat.by_hand("By hand")
    chat.say("Thank you.")
    assert [getattr(what_comes_after(first), name) for name in ("answers", "changes")] == [3, 3]
    assert [getattr(what_comes_after(second), name) for name in ("answers", "changes")] == [2, 2]
    chat.say("B2", instead_of=second)
    assert [getattr(what_comes_after(second), name) for name in ("answers", "changes")] == [2, 2]
    assert [getattr(what_comes_after(first), name) for name in ("answers", "changes")] == [2, 1]


def test_an_edit_of_an_edit_is_one_more_version_of_the_same_message(chat: Conversation) -> None:
    first = chat.say("A", "Warm")
    second = chat.say("A2", "Cold", instead_of=first)
    third = chat.say("A3", instead_of=second)
    ids = [first.pk, second.pk, third.pk]
    assert versions_of([second, third]) == {second.pk: ids, third.pk: ids}
    assert [view.versions for view in older_messages(chat.alice, chat.project.pk, None)[0]] == [ids, None]
    assert chat.film == "nothing"


def test_the_branch_that_was_last_shown_with_a_version_comes_back_with_it(chat: Conversation) -> None:
    first = chat.say("A")
    inner = chat.say("B")
    chat.say("B2", instead_of=inner)
    chat.choose(inner)
    edited = chat.say("A2", instead_of=first)
    chat.choose(first)
    assert chat.words == ["A", "a", "B", "b"]
    chat.choose(edited)
    assert chat.words == ["A2", "a2"]


def test_the_model_is_sent_the_chosen_branch_alone(chat: Conversation) -> None:
    first = chat.say("A", "Warm")
    second = chat.say("B", "Ocean")
    chat.by_hand("By hand on the first branch")
    edited = chat.say("B2", "Neon", instead_of=second)
    chat.choose(second)
    chat.choose(edited)
    asked = start_turn(chat.project.pk, uuid4(), "C")
    said = " ".join(turn.content for turn in conversation(asked))
    assert [word for word in ("A", "B2", "C") if word in said.split()] == ["A", "B2", "C"]
    assert "B" not in said.split()
    assert "by hand" not in said
    assert "on the page" not in said, "to choose a version is no change of the film"
    assert first.branch == 0


def test_a_take_belongs_to_the_branch_that_it_was_asked_for_in(chat: Conversation) -> None:
    first = chat.say("A", "Warm")
    second = chat.say("B", "Ocean")
    chat.say("B2", "Neon", instead_of=second)
    again = retry_turn(chat.answer_to(first), uuid4(), discard_later=True, author=chat.alice)
    chat.answer(again, "once more", "Cool")
    assert [take.message_id for take in takes_of_project(chat.project.pk) if take.is_chosen] == [again.pk]
    chat.choose(second)
    assert (chat.words, chat.film) == (["A", "a", "B", "b"], "Ocean")
    assert takes_of_project(chat.project.pk) == []
    with pytest.raises(RequestRefused, match="another version of the conversation"):
        retry_turn(Message.objects.get(pk=again.pk), uuid4())
    with pytest.raises(RequestRefused, match="another version of the conversation"):
        choose_take(again)


def test_takes_of_a_message_before_the_fork_are_told_apart_in_each_branch(chat: Conversation) -> None:
    first = chat.say("A", "Warm")
    take = retry_turn(chat.answer_to(first), uuid4(), author=chat.alice)
    chat.answer(take, "a, again", "Cool")
    second = chat.say("B", "Cool ocean")
    chat.say("B2", "Cool neon", instead_of=second)
    choose_take(chat.answer_to(first), author=chat.alice)
    assert chat.film == "Warm"
    choose_take(take, author=chat.alice)
    assert chat.film == "Cool neon"
    chat.choose(second)
    choose_take(take, author=chat.alice)
    assert chat.film == "Cool ocean"


def test_an_edit_waits_for_no_answer_and_can_be_repeated(chat: Conversation) -> None:
    first = chat.say("A", "Warm")
    writing = start_turn(chat.project.pk, uuid4(), "B")
    with pytest.raises(RequestRefused, match="being written"):
        chat.say("A2", instead_of=first)
    chat.answer(writing, "b")
    request = uuid4()
    edit = start_turn(chat.project.pk, request, "A2", edit_of=first.pk)
    assert start_turn(chat.project.pk, request, "A2", edit_of=first.pk) == edit
    with pytest.raises(RequestRefused, match="being written"):
        chat.choose(first)
    assert Branch.objects.count() == 2


def test_only_a_persons_message_of_this_project_can_be_edited(chat: Conversation, alice: User) -> None:
    question = chat.say("A")
    elsewhere = create_project(alice, "Another")
    for project, message in ((elsewhere, question.pk), (chat.project, chat.answer_to(question).pk)):
        with pytest.raises(NotFound):
            start_turn(project.pk, uuid4(), "B", edit_of=message)


def test_older_pages_lead_to_the_message_that_they_are_asked_for(chat: Conversation) -> None:
    first = chat.say("A")
    chat.say("B")
    edited = chat.say("A2", instead_of=first)
    last = chat.say("C")
    assert [view.content for view in older_messages(chat.alice, chat.project.pk, last.pk)[0]] == ["A2", "a2"]
    assert older_messages(chat.alice, chat.project.pk, edited.pk)[0] == []
    path = path_of(chat.project.pk, 0)
    assert [row.content for row in Message.objects.filter(path.messages())] == ["A", "a", "B", "b"]
    assert Revision.objects.count() == 0
