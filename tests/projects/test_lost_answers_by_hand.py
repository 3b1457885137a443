"""A commit fails in what a person does by hand: it is done once, and answered as if nothing had been."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import AsyncClient

from chatstream.rows import database
from chatstream.rows.database import off_loop
from projects.models import Project, Revision
from tests.chat import events
from tests.database_faults import Fault, database_away, lost_answers, lost_commits
from tests.projects.by_hand import ACTS, Desk, comparable, sit_down
from tests.projects.test_takes import Director

pytestmark = pytest.mark.usefixtures("connections")

FAULTS = {"the answer is lost": lost_answers, "the commit is lost": lost_commits}
ONE_STATEMENT = ("choose a scene", "rename", "undelete")  # they set a value and send no COMMIT; so they can be repeated


def the_first(number: int) -> bool:
    return number == 1


@pytest.fixture
async def desks(alice: User, bob: User) -> tuple[Desk, Desk]:
    """Alice's, to whom it happens, and Bob's, who has the same."""
    return await sit_down(alice), await sit_down(bob)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.parametrize("act", [act for act in ACTS if act not in ONE_STATEMENT])
async def test_it_is_done_once(desks: tuple[Desk, Desk], act: str, fault: Any) -> None:
    await is_done_once(desks, act, fault, the_first)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.parametrize("act", ["edit", "create a project", "keep a video"])
async def test_it_is_done_once_though_the_next_try_fails_too(desks: tuple[Desk, Desk], act: str, fault: Any) -> None:
    await is_done_once(desks, act, fault, lambda number: number <= 2)


async def is_done_once(desks: tuple[Desk, Desk], act: str, fault: Any, hits: Fault) -> None:
    alice, bob = desks
    with fault(hits) as commits:
        answer = await alice.does(act)
    assert commits.hit
    await answered_as_to(bob, act, answer)
    assert await alice.things() == await bob.things()


@pytest.mark.parametrize("act", ONE_STATEMENT)
async def test_a_value_can_be_set_again(desks: tuple[Desk, Desk], act: str) -> None:
    alice, bob = desks
    for desk in desks:
        if ACTS[act].first:
            await desk.does(ACTS[act].first)
    await alice.does(act)
    answer = await alice.does(act)
    await answered_as_to(bob, act, answer)
    assert await alice.things() == await bob.things()


@pytest.mark.parametrize("act", ["edit", "undo from a base", "redo from a base", "restore from a base"])
async def test_a_request_that_names_its_base_can_be_sent_again(desks: tuple[Desk, Desk], act: str) -> None:
    """As a program does whose answer was lost on the way."""
    alice, bob = desks
    await alice.does(act)
    answer = await alice.does(act)
    await answered_as_to(bob, act, answer)
    assert await alice.things() == await bob.things()


@pytest.mark.parametrize("act", ["undo from a base", "redo from a base", "restore from a base"])
async def test_what_somebody_else_has_changed_meanwhile_is_not_undone(desks: tuple[Desk, Desk], act: str) -> None:
    alice, _ = desks
    await alice.does("edit")
    before = await alice.things()
    status, refused = await alice.does(act)
    assert (status, refused["code"]) == (409, "conflict")
    assert await alice.things() == before


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_a_take_is_chosen_once(project: Project, alice: User, fault: Any) -> None:
    director, client = Director(project, alice), AsyncClient()
    await client.aforce_login(alice)
    first = await off_loop(director.turn)("Brief")
    await off_loop(director.another_take)(first, "Sea")
    before = await Revision.objects.acount()
    with fault(the_first) as commits:
        url = f"/api/projects/{project.pk}/takes/"
        response = await client.post(url, {"message_id": str(first.pk)}, content_type="application/json")
    assert commits.hit
    assert response.status_code in (200, 201)  # 200: "it is that take already"
    assert await off_loop(lambda: director.video)() == "Brief"
    assert await Revision.objects.acount() == before + 1
    assert (await events(project, "storyboard"))[-1]["revision"] == before + 1


async def test_the_same_undo_twice_is_two_steps_for_who_names_no_base(desks: tuple[Desk, Desk]) -> None:
    alice, _ = desks
    await alice.does("redo")
    assert [(await alice.does("undo"))[1]["shows"] for _ in range(2)] == [2, 1]


async def test_a_database_that_stays_away_is_said_soon(
    desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, _ = desks
    monkeypatch.setattr(database, "_BRIEFLY_SECONDS", 0.2)
    with lost_commits(lambda number: True):
        status, refused = await alice.does("undo")
    assert (status, refused["code"]) == (503, "unavailable")
    with database_away():
        assert (await alice.does("undo"))[0] == 503


async def answered_as_to(bob: Desk, act: str, answer: tuple[int, Any]) -> None:
    status, body = await bob.does(act)
    assert (answer[0], comparable(answer[1])) == (status, comparable(body))
    assert status in (200, 201)
