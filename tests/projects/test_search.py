"""Projects are found by their names and by what was said in them; those in which nothing was said are not in the way."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from chatstream.rows import ledger
from chatstream.rows.ledger import RunResult
from chatstream.wire.errors import NotFound
from projects import revisions
from projects.actions import create_project, rename_project, start_turn
from projects.duplication import duplicate_project
from projects.listing import listed_page
from projects.models import Project
from projects.naming import name_after
from projects.search import excerpts
from tests.projects.test_takes import called


def say(project: Project, words: str, answer: str = "Done.") -> None:
    claim = ledger.claim(start_turn(project.pk, uuid4(), words).pk)
    assert claim is not None
    ledger.finalise(claim, RunResult("success", answer))


def titles(user: User, words: str = "") -> set[str]:
    return {project.title for project in listed_page(user, words=words).projects}


def test_titles_and_texts_are_searched_and_nobody_elses(alice: User, bob: User) -> None:
    coffee, plain = create_project(alice, "Coffee shop"), create_project(alice, "Second")
    say(
        plain, "A film about my bakery", "With Rye bread and butter, and a long list of everything that is baked there."
    )
    say(create_project(bob, "Coffee of Bob"), "rye")
    assert titles(alice, "coffee") == {"Coffee shop"}
    assert titles(alice, "RYE butter") == {"Second"}
    assert titles(alice, "rye coffee") == set()
    assert titles(alice, "100%") == set()
    assert excerpts([coffee, plain], "rye") == {
        plain.pk: "With Rye bread and butter, and a long list of everything that is baked there."
    }


def test_a_project_without_a_word_is_not_listed_and_one_with_a_name_is(alice: User) -> None:
    create_project(alice, "")
    assert titles(alice) == set()
    create_project(alice, "Mine")
    assert titles(alice) == {"Mine"}


def test_the_first_message_names_a_project_that_has_no_name(alice: User) -> None:
    unnamed, named = create_project(alice, ""), create_project(alice, "Mine")
    for project in (unnamed, named):
        say(project, "We open on Saturday. Come in.")
        say(project, "use ocean colours")
    assert titles(alice) == {"We open on Saturday", "Mine"}
    rename_project(alice, unnamed.pk, "Untitled video")
    say(unnamed, "Again")
    assert titles(alice) == {"Untitled video", "Mine"}


def test_the_list_says_what_is_being_written_and_which_film_there_is(alice: User) -> None:
    start_turn(create_project(alice, "Live").pk, uuid4(), "Hello")
    [row] = listed_page(alice).projects
    assert (vars(row)["is_live"], vars(row)["revision"]) == (True, None)


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("  Make a film\nwith confetti", "Make a film"),
        (
            "Invite the whole neighbourhood to the new coffee shop in Mill Street",
            "Invite the whole neighbourhood to the new…",
        ),
        ("x" * 60, "x" * 48 + "…"),
        ("Wir öffnen am Samstag!", "Wir öffnen am Samstag!"),
    ],
)
def test_a_name_is_the_first_sentence(message: str, name: str) -> None:
    assert name_after(message) == name


def test_a_copy_has_the_film_and_its_pictures_and_begins_its_conversation_anew(alice: User, bob: User) -> None:
    source = create_project(alice, "Coffee")
    say(source, "Hello")
    revisions.commit(source.pk, called("Opening of a copy"), cause="edit", author=alice)
    copy = duplicate_project(alice, source.pk)
    assert (copy.title, copy.messages.count()) == ("Coffee (copy)", 0)
    document = revisions.document_of(revisions.current(copy.pk))
    assert document is not None
    assert document.scenes[0].name == "Opening of a copy"
    with pytest.raises(NotFound):
        duplicate_project(bob, source.pk)
