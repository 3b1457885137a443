"""The newest messages come with the snapshot, older ones a page at a time."""

import gc
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from chatstream.rows import turns
from chatstream.rows.database import off_loop
from projects import actions, message_pages
from projects.actions import start_turn
from projects.message_pages import older_messages
from projects.models import Asset, Message, Project, ToolCall
from projects.snapshot import take_snapshot


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message_pages, "MESSAGES", 4)
    monkeypatch.setattr(turns, "MAX_QUEUED", 100)


def talk(project: Project, turns: int) -> list[str]:
    for number in range(turns):
        start_turn(project.pk, uuid4(), f"Scene {number}")
    return [str(message.pk) for message in project.messages.all()]


def test_pages_come_to_all_messages_in_order(project: Project, alice: User) -> None:
    everything = talk(project, 7)
    ids, before, more = [], None, True
    while more:
        page, more = older_messages(alice, project.pk, before)
        ids = [str(message.id) for message in page] + ids
        before = page[0].id
    assert ids == everything


def test_a_page_that_ends_exactly_is_the_last(project: Project, alice: User) -> None:
    talk(project, 2)
    page, more = older_messages(alice, project.pk, None)
    assert (len(page), more) == (4, False)
    assert older_messages(alice, project.pk, page[0].id) == ([], False)


@pytest.mark.usefixtures("connections")
async def test_a_snapshot_has_the_newest_page_and_says_that_there_is_more(project: Project, alice: User) -> None:
    everything = await off_loop(talk)(project, 3)
    taken = await take_snapshot(alice, project.pk)
    assert [str(message.id) for message in taken.messages] == everything[2:]
    assert taken.project == {"id": str(project.pk), "title": "Untitled video", "more": True, "chosen_scene": None}


def test_a_message_of_another_project_is_no_place_to_go_on_from(project: Project, alice: User) -> None:
    everything = talk(project, 3)
    other = actions.create_project(alice, "Another")
    elsewhere = start_turn(other.pk, uuid4(), "Elsewhere")
    page, _ = older_messages(alice, project.pk, elsewhere.pk)
    assert [str(message.id) for message in page] == everything[2:]


def test_the_rows_of_a_page_are_gone_with_it(project: Project, alice: User) -> None:
    """They do not wait for the garbage collector, which comes round to old objects rarely in a server."""
    talk(project, 2)
    answer = project.messages.filter(role="assistant").first()
    ToolCall.objects.create(message=answer, step=1, index=0, request_id="c", name="edit_scene", title="Edit")
    picture = project.assets.create(kind="image", name="a", media_type="image/png", size=1, width=1, height=1)
    project.messages.first().attachments.add(picture)
    gc.collect()
    gc.disable()
    try:
        before = rows_in_memory()  # of other tests, too
        page, _ = older_messages(alice, project.pk, None)
        left = rows_in_memory()
    finally:
        gc.enable()
    assert (len(page[0].attachments), len(page[1].tool_calls)) == (1, 1)
    assert [row for row in left if row not in before] == []


def rows_in_memory() -> list[Message | ToolCall | Asset]:
    kinds = (Message, ToolCall, Asset)
    return [row for row in gc.get_objects() if issubclass(type(row), kinds)]  # isinstance would wake lazy objects
