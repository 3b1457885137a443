"""Another take of an answer: it starts where the answer did, asks before it goes back over later work, and loses nothing."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from chatstream.rows import ledger
from chatstream.rows.ledger import RunResult
from chatstream.wire.errors import LaterChanges, RequestRefused
from projects import revisions
from projects.actions import retry_turn, start_turn
from projects.models import Message, Project, Revision
from projects.takes import choose_take, takes_of_project
from storyboard.encoding import decode, encode
from storyboard.operations import rename_scene
from storyboard.schema import Storyboard
from tests.storyboard.documents import video as a_video


class Director:
    """Makes the video of a project by turns and by hand; a video is told by the name of its first scene."""

    def __init__(self, project: Project, alice: User) -> None:
        self.project = project
        self.alice = alice

    @property
    def video(self) -> str:
        newest = revisions.document_of(revisions.current(self.project.pk))
        assert newest is not None
        return newest.scenes[0].name if newest.scenes else "nothing"

    def turn(self, *names: str) -> Message:
        return self.answered(start_turn(self.project.pk, uuid4(), "Make me a video."), *names)

    def another_take(self, of: Message, *names: str, discard_later: bool = False) -> Message:
        return self.answered(retry_turn(of, uuid4(), discard_later=discard_later, author=self.alice), *names)

    def answered(self, answer: Message, *names: str) -> Message:
        claim = ledger.claim(answer.pk)
        assert claim is not None
        for name in names:
            revisions.commit(self.project.pk, called(name), cause="tool", message_id=answer.pk)
        ledger.finalise(claim, RunResult("success", "Done."))
        answer.refresh_from_db()
        return answer

    def by_hand(self, name: str) -> None:
        revisions.commit(self.project.pk, called(name), cause="edit", author=self.alice)

    def undo(self) -> None:
        revisions.undo(self.project.pk, author=self.alice)

    def choose(self, answer: Message) -> Revision | None:
        return choose_take(answer, author=self.alice)

    def chosen(self) -> list[Message]:
        return [Message.objects.get(pk=take.message_id) for take in takes_of_project(self.project.pk) if take.is_chosen]


def called(name: str) -> Storyboard:
    document = a_video("Opening", "Offer")
    return rename_scene(document, document.scenes[0].id, name)


@pytest.fixture
def director(project: Project, alice: User) -> Director:
    return Director(project, alice)


def refused_count(director: Director, answer: Message) -> int:
    before = Message.objects.count(), Revision.objects.count()
    with pytest.raises(LaterChanges) as refused:
        director.another_take(answer)
    assert (Message.objects.count(), Revision.objects.count()) == before, "what is refused has written something"
    assert refused.value.code == "conflict"
    return refused.value.count


def test_an_older_answer_asks_first_and_says_how_much_would_be_gone(director: Director) -> None:
    brief = director.turn("Plan", "Brief")
    colours, title = director.turn("Ocean"), director.turn("Hello")
    assert refused_count(director, brief) == 2
    assert refused_count(director, colours) == 1
    director.by_hand("By hand")
    director.by_hand("By hand, again")
    assert refused_count(director, brief) == 4
    assert refused_count(director, title) == 2
    with pytest.raises(LaterChanges, match="This goes back to before 4 later changes"):
        director.another_take(brief)


def test_the_newest_answer_needs_no_question(director: Director) -> None:
    director.turn("Brief")
    newest = director.turn("Ocean")
    again = director.another_take(newest, "Sea")
    third = director.another_take(again, "Lake")
    assert director.video == "Lake"
    assert third.retry_of == again


def test_a_new_take_starts_from_the_video_before_its_turn_and_one_undo_leads_back(director: Director) -> None:
    brief, colours, title = director.turn("Brief"), director.turn("Ocean"), director.turn("Hello")
    retried = retry_turn(colours, uuid4(), discard_later=True)
    assert director.video == "Brief"
    director.answered(retried, "Sea", "Sea, deeper")
    assert director.video == "Sea, deeper"
    director.undo()
    assert director.video == "Hello"
    assert [brief.status, colours.status, title.status] == ["success"] * 3
    assert [row.number for row in Revision.objects.all()] == [1, 2, 3, 4, 5, 6, 7]


def test_a_new_take_of_the_first_answer_starts_from_nothing(director: Director) -> None:
    brief = director.turn("Brief")
    director.turn("Ocean")
    retry = retry_turn(brief, uuid4(), discard_later=True)
    assert director.video == "nothing"
    director.answered(retry)
    director.undo()
    assert director.video == "Ocean"


def test_a_take_that_failed_half_way_does_not_leave_its_half_to_the_next(director: Director) -> None:
    director.turn("Brief")
    failed = director.turn("Half of an ocean")
    retry_turn(failed, uuid4())
    assert director.video == "Brief"


def test_what_was_done_by_hand_in_mid_answer_is_asked_about(director: Director) -> None:
    director.turn("Brief")
    answer = start_turn(director.project.pk, uuid4(), "Make it blue.")
    revisions.commit(director.project.pk, called("Blue"), cause="tool", message_id=answer.pk)
    director.by_hand("Mine")
    director.answered(answer, "Bluer")
    assert refused_count(director, answer) == 1


def test_what_was_undone_since_is_not_lost_again(director: Director) -> None:
    brief = director.turn("Brief")
    director.turn("Ocean")
    director.undo()
    director.another_take(brief, "Another brief")
    assert director.video == "Another brief"


def test_whoever_has_gone_further_back_is_asked(director: Director) -> None:
    """To go to the start of the last turn would bring back what they have taken away."""
    director.turn("Brief")
    director.turn("Ocean")
    title = director.turn("Hello")
    revisions.restore(director.project.pk, 1)
    assert refused_count(director, title) == 1


def test_an_answer_of_words_alone_moves_nothing(director: Director) -> None:
    director.turn("Brief")
    words = director.turn()
    again = director.another_take(words)
    director.turn("Ocean")
    director.by_hand("Mine")
    before = Revision.objects.count()
    assert director.choose(words) is director.choose(again) is None
    assert Revision.objects.count() == before


def test_the_takes_of_an_answer_move_the_video_with_them(director: Director) -> None:
    """With all that was done since, while each of them was the chosen one."""
    brief = director.turn("Brief")
    director.turn("Ocean")
    director.turn("Hello")
    again = director.another_take(brief, "Another brief", discard_later=True)
    director.by_hand("Mine")
    assert director.chosen() == [again]
    director.choose(brief)
    assert (director.video, director.chosen()) == ("Hello", [brief])
    director.turn("Good bye")
    director.choose(again)
    assert (director.video, director.chosen()) == ("Mine", [again])
    director.choose(brief)
    assert director.video == "Good bye"


def test_to_choose_a_take_is_one_undo_step(director: Director) -> None:
    brief = director.turn("Brief")
    again = director.another_take(brief, "Another brief")
    director.choose(brief)
    director.undo()
    assert (director.video, director.chosen()) == ("Another brief", [again])
    revisions.redo(director.project.pk)
    assert (director.video, director.chosen()) == ("Brief", [brief])


def test_to_choose_the_chosen_take_changes_nothing(director: Director) -> None:
    brief = director.turn("Brief")
    again = director.another_take(brief, "Another brief")
    assert director.choose(again) is None
    assert Revision.objects.filter(message=again).count() == 2  # back to the start, and its own change


def test_what_a_restore_by_hand_shows_is_the_take_it_was_made_with(director: Director) -> None:
    brief = director.turn("Brief")
    director.another_take(brief, "Another brief")
    revisions.restore(director.project.pk, 1)
    assert director.chosen() == [brief]


def test_a_take_that_was_left_behind_does_not_count_as_later_work(director: Director) -> None:
    brief = director.turn("Brief")
    director.turn("Ocean")
    again = director.another_take(brief, "Another brief", discard_later=True)
    director.another_take(again, "A third")
    assert director.video == "A third"
    director.choose(brief)
    assert refused_count(director, brief) == 1  # the ocean is back


def test_nothing_goes_back_while_an_answer_is_written(director: Director) -> None:
    brief = director.turn("Brief")
    again = director.another_take(brief, "Another brief")
    start_turn(director.project.pk, uuid4(), "And then?")
    for attempt in (lambda: retry_turn(again, uuid4()), lambda: director.choose(brief)):
        with pytest.raises(RequestRefused, match="being written"):
            attempt()


def test_the_same_retry_again_is_the_same_answer_without_a_question(director: Director) -> None:
    brief, request_id = director.turn("Brief"), uuid4()
    director.turn("Ocean")
    first = retry_turn(brief, request_id, discard_later=True)
    assert retry_turn(brief, request_id) == first


def test_a_chat_without_a_video_is_retried_as_ever(director: Director) -> None:
    first = director.turn()
    director.turn()
    start_turn(director.project.pk, uuid4(), "And then?")
    retry_turn(first, uuid4())
    assert not Revision.objects.exists()
    assert [take.is_chosen for take in takes_of_project(director.project.pk)] == [False, True]


def test_the_document_is_the_one_before_to_the_byte(director: Director) -> None:
    director.turn("Brief")
    before = encode(decode(Revision.objects.get(number=1).document))
    retry_turn(director.turn("Ocean"), uuid4())
    assert Revision.objects.get(number=3).document == before
