"""A project is deleted over the API: every door answers as if it were not there, and undo brings it back."""

import asyncio
import time
import uuid

import pytest
import redis
from websockets import ConnectionClosed

from tests.instance import Instance, Person
from tests.wire.recording import has_ended, record, snapshot
from tests.wire.test_strangers import MESSAGE_VERBS, MISSING, PROJECT_VERBS, answer

LONG = "write a 3000 word voice-over about coffee"
UNDO_SECONDS = 10


async def delete(person: Person, project: str) -> dict:
    async with person.http() as client:
        response = await client.delete(f"/api/projects/{project}/")
    assert response.status_code == 200, response.text
    return response.json()


async def listed(person: Person, **query: object) -> dict:
    async with person.http() as client:
        return (await client.get("/api/projects/", params=query)).json()


async def test_a_deleted_project_answers_like_none_at_every_door_and_undo_brings_it_back(bob: Person) -> None:
    run = await record(bob, "Hello")
    before = await snapshot(bob, run.project_id)
    deleted = await delete(bob, run.project_id)
    assert deleted["id"] == run.project_id
    assert 0 < deleted["restorable_until"] - time.time() * 1000 <= UNDO_SECONDS * 1000
    for verb, path, body in PROJECT_VERBS:
        if not path.endswith("/undelete/"):
            gone = await answer(bob, verb, path.format(run.project_id), body)
            assert gone == await answer(bob, verb, path.format(MISSING), body), (verb, path)
    for verb, path, body in MESSAGE_VERBS:
        gone = await answer(bob, verb, path.format(run.answers[0]), body)
        assert gone == await answer(bob, verb, path.format(MISSING), body), (verb, path)
    async with bob.socket(run.project_id) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.receive()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4504
    assert run.project_id not in [project["id"] for project in (await listed(bob))["projects"]]
    status, _, _ = await answer(bob, "POST", f"/api/projects/{run.project_id}/undelete/", {})
    assert status == 200
    assert await snapshot(bob, run.project_id) == before
    assert (await listed(bob))["projects"][0]["id"] == run.project_id


async def test_whoever_follows_it_is_told_and_its_answer_ends(bob: Person) -> None:
    project = await bob.make_project()
    async with bob.socket(project) as socket:
        await socket.send(type="stream")
        asked = await socket.initiate(LONG)
        await socket.until("delta")
        await delete(bob, project)
        await socket.until("project_deleted", seconds=5)
        with pytest.raises(ConnectionClosed) as closed:
            await socket.receive()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4504
    await answer(bob, "POST", f"/api/projects/{project}/undelete/", {})
    async with bob.socket(project) as socket, asyncio.timeout(10):
        await socket.send(type="stream")
        [view] = await socket.until("snapshot")
        message = next(each for each in view["messages"] if each["id"] == asked["assistant_message_id"])
        status = message["status"]
        if status == "running":  # the stop is on its way
            status = (await has_ended(socket, message["id"]))["status"]
        assert status == "cancelled"


async def test_a_worker_erases_it_when_it_is_too_late_for_undo(
    instance: Instance, bob: Person, store: redis.Redis
) -> None:
    run = await record(bob, "Hello")
    await delete(bob, run.project_id)
    assert [key for key in store.scan_iter() if run.project_id.encode() in key]
    instance.shell(
        "from datetime import timedelta\nfrom projects.models import Project\n"
        f"row = Project.objects.filter(pk='{run.project_id}')\n"
        "row.update(deleted_at=row.get().deleted_at - timedelta(minutes=1)); answer = 1"
    )
    async with asyncio.timeout(20):
        while [key for key in store.scan_iter() if run.project_id.encode() in key]:
            await asyncio.sleep(0.05)
    assert (await answer(bob, "POST", f"/api/projects/{run.project_id}/undelete/", {}))[0] == 404


async def test_the_list_of_projects_comes_in_pages(instance: Instance) -> None:
    erin = instance.make_user("erin")
    instance.shell(
        "from django.contrib.auth.models import User\nfrom projects.models import Project\n"
        f"erin = User.objects.get(username={erin.username!r})\n"
        "Project.objects.bulk_create(Project(owner=erin, title=str(n)) for n in range(101)); answer = 1"
    )
    first = await listed(erin)
    assert (len(first["projects"]), first["more"]) == (100, True)
    second = await listed(erin, before=first["next"])
    assert (len(second["projects"]), second["more"]) == (1, False)
    assert "next" not in second
    assert len({project["id"] for page in (first, second) for project in page["projects"]}) == 101
    assert len((await listed(erin, limit=7))["projects"]) == 7
    assert len((await listed(erin, limit=10_000))["projects"]) == 100
    assert (await listed(erin, before=str(uuid.uuid4())))["code"] == "invalid"
