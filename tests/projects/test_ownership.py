"""Whose a project is, and what it is called."""

import json
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from chatstream.wire.errors import NotFound, RequestRefused
from projects.actions import create_project, get_answer, get_project, rename_project
from projects.message_pages import older_messages
from projects.models import Message, OutboxEvent, Project, projects_for


def test_everyone_sees_their_own_projects(project: Project, alice: User, bob: User) -> None:
    his = create_project(bob, "Bob's")
    assert list(projects_for(alice)) == [project]
    assert list(projects_for(bob)) == [his]


def test_what_is_not_yours_is_refused_like_what_is_not_there(answer: Message, alice: User, bob: User) -> None:
    project_id, nowhere = answer.project_id, uuid4()
    assert get_answer(alice, project_id, answer.pk) == get_answer(alice, None, answer.pk) == answer
    attempts = [
        (get_project, (bob, project_id), (bob, nowhere)),
        (rename_project, (bob, project_id, "Mine"), (bob, nowhere, "Mine")),
        (older_messages, (bob, project_id, None), (bob, nowhere, None)),
        (get_answer, (bob, project_id, answer.pk), (bob, project_id, nowhere)),
        (get_answer, (bob, None, answer.pk), (bob, None, nowhere)),
    ]
    for action, theirs, missing in attempts:
        with pytest.raises(NotFound) as forbidden:
            action(*theirs)
        with pytest.raises(NotFound) as absent:
            action(*missing)
        assert str(forbidden.value) == str(absent.value)


def test_an_answer_is_found_in_its_own_project_only(answer: Message, alice: User) -> None:
    with pytest.raises(NotFound):
        get_answer(alice, create_project(alice, "Another").pk, answer.pk)


def test_a_persons_message_is_no_answer(answer: Message, alice: User) -> None:
    with pytest.raises(NotFound):
        get_answer(alice, answer.project_id, answer.answers_id)


def test_a_title_is_tidied_and_its_giver_remembered(alice: User) -> None:
    named = create_project(alice, "  My \n first\tvideo ")
    assert (named.title, named.titled_by_person) == ("My first video", True)
    unnamed = create_project(alice, " \n")
    assert (unnamed.title, unnamed.titled_by_person) == ("Untitled video", False)
    renamed = rename_project(alice, unnamed.pk, " Beans ")
    assert (renamed.title, renamed.titled_by_person) == ("Beans", True)


def test_everybody_who_follows_a_project_hears_of_its_new_title_once(project: Project, alice: User) -> None:
    for title in ("Beans", " Beans "):
        rename_project(alice, project.pk, title)
    events = OutboxEvent.objects.filter(project_id=project.pk, type="project_renamed")
    assert [json.loads(event.body)["title"] for event in events] == ["Beans"]


@pytest.mark.parametrize("title", ["", " \n", "x" * 201])
def test_a_project_is_not_renamed_to_nothing_or_to_a_novel(project: Project, alice: User, title: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        rename_project(alice, project.pk, title)
    assert refused.value.code == "invalid"
    project.refresh_from_db()
    assert project.title == "Untitled video"
