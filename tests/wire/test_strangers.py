"""What is not yours answers exactly like what is not there: for every door, object and verb."""

import uuid
from collections.abc import Iterator

import pytest
from websockets import ConnectionClosed

from tests.instance import Instance, Person
from tests.wire.recording import Recording, record, snapshot

MISSING = str(uuid.uuid4())

PROJECT_VERBS = [
    ("GET", "/api/projects/{}/", None),
    ("PATCH", "/api/projects/{}/", {"title": "Mine now"}),
    ("DELETE", "/api/projects/{}/", None),
    ("POST", "/api/projects/{}/undelete/", {}),
    ("GET", "/api/projects/{}/events/", None),
    ("GET", "/api/projects/{}/messages/", None),
    ("POST", "/api/projects/{}/messages/", {"request_id": str(uuid.uuid4()), "message": "Hello"}),
    ("GET", "/api/projects/{}/revisions/", None),
    ("GET", "/api/projects/{}/revisions/1/", None),
    ("POST", "/api/projects/{}/undo/", {}),
    ("POST", "/api/projects/{}/redo/", {}),
    ("POST", "/api/projects/{}/restore/", {"revision": 1}),
    ("GET", "/api/projects/{}/takes/", None),
    ("POST", "/api/projects/{}/takes/", {"message_id": MISSING}),
    ("POST", "/api/projects/{}/edits/", {"base": 1, "operation": "set_palette", "palette": "ocean"}),
    ("PUT", "/api/projects/{}/chosen-scene/", {"scene_id": None}),
    ("GET", "/api/projects/{}/model/", None),
    ("PUT", "/api/projects/{}/model/", {"model": "demo"}),
]
ANSWER_VERBS = [
    ("POST", "/api/messages/{}/stop/", {}),
    ("POST", "/api/messages/{}/retry/", {"request_id": str(uuid.uuid4())}),
    ("POST", "/api/messages/{}/steer/", {"request_id": str(uuid.uuid4()), "text": "Hello"}),
]
MESSAGE_VERBS = [("GET", "/api/messages/{}/", None), *ANSWER_VERBS]
MESSAGE_FRAMES = [
    {"type": "stream"},
    {"type": "stream", "last_event_id": "1-1"},
    {"type": "stop"},
    {"type": "retry", "request_id": str(uuid.uuid4())},
    {"type": "steer", "request_id": str(uuid.uuid4()), "text": "Hello"},
    {"type": "decide", "request_id": str(uuid.uuid4()), "tool_call_id": MISSING, "decision": "approved"},
]


@pytest.fixture(scope="module")
def root(instance: Instance) -> Person:
    """A superuser: the admin site is theirs, the projects of others are not."""
    token = instance.shell(
        "from django.contrib.auth.models import User\nfrom projects.access.tokens import make_token\n"
        "answer = make_token(User.objects.filter(username='root').first() or User.objects.create_superuser('root'))"
    )
    return Person(instance, "root", token)


@pytest.fixture(params=["bob", "root"])
def stranger(request: pytest.FixtureRequest) -> Iterator[Person]:
    return request.getfixturevalue(request.param)


async def answer(person: Person, verb: str, path: str, body: dict | None) -> tuple[int, str, str]:
    async with person.http() as client:
        response = await client.request(verb, path, json=body)
        return response.status_code, response.headers["Content-Type"], response.text


@pytest.mark.parametrize(("verb", "path", "body"), PROJECT_VERBS)
async def test_a_foreign_project_answers_like_none(
    stranger: Person, recorded: Recording, verb: str, path: str, body: dict | None
) -> None:
    foreign = await answer(stranger, verb, path.format(recorded.project_id), body)
    missing = await answer(stranger, verb, path.format(MISSING), body)
    assert foreign == missing
    assert foreign[:2] == (404, "application/json")


@pytest.mark.parametrize("kind", ["answer", "question"])
@pytest.mark.parametrize(("verb", "path", "body"), MESSAGE_VERBS)
async def test_a_foreign_message_answers_like_none(
    stranger: Person, recorded: Recording, verb: str, path: str, body: dict | None, kind: str
) -> None:
    message = recorded.answers[0] if kind == "answer" else recorded.events[0]["message_id"]
    foreign = await answer(stranger, verb, path.format(message), body)
    missing = await answer(stranger, verb, path.format(MISSING), body)
    assert foreign == missing
    assert foreign[:2] == (404, "application/json")


@pytest.mark.parametrize(("verb", "path", "body"), ANSWER_VERBS)
async def test_a_question_of_ones_own_is_no_answer(
    alice: Person, recorded: Recording, verb: str, path: str, body: dict | None
) -> None:
    own = await answer(alice, verb, path.format(recorded.events[0]["message_id"]), body)
    assert own == await answer(alice, verb, path.format(MISSING), body)


@pytest.mark.parametrize("project", ["foreign", "missing", "no id"])
async def test_a_socket_for_it_is_closed_without_a_word(stranger: Person, recorded: Recording, project: str) -> None:
    named = {"foreign": recorded.project_id, "missing": MISSING, "no id": "secret"}[project]
    async with stranger.socket(named) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.receive()
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4504, "")


@pytest.mark.parametrize("frame", MESSAGE_FRAMES, ids=lambda frame: " with ".join([frame["type"], *list(frame)[1:]]))
@pytest.mark.parametrize("whose", ["of another project of one's own", "foreign", "missing"])
async def test_a_message_must_be_of_the_sockets_project(
    bob: Person, recorded: Recording, elsewhere: Recording, frame: dict, whose: str
) -> None:
    messages = {"foreign": recorded.answers[0], "missing": MISSING}
    async with bob.socket(await bob.make_project()) as socket:
        await socket.send(**frame, assistant_message_id=messages.get(whose, elsewhere.answers[0]))
        refusal = await socket.receive()
    fields = {"request_id": frame["request_id"]} if "request_id" in frame else {}
    assert refusal == {"type": "request_error", "code": "not_found", "detail": "There is no such answer.", **fields}
    assert len((await snapshot(bob, elsewhere.project_id))["messages"]) == 2


@pytest.fixture(scope="module")
async def elsewhere(bob: Person) -> Recording:
    return await record(bob, "Hello")


async def test_server_sent_events_know_the_messages_of_their_project_alone(
    bob: Person, recorded: Recording, elsewhere: Recording
) -> None:
    path = f"/api/projects/{await bob.make_project()}/events/?assistant_message_id="
    missing = await answer(bob, "GET", path + MISSING, None)
    assert missing[0] == 404
    for message in (elsewhere.answers[0], recorded.answers[0], elsewhere.events[0]["message_id"]):
        assert await answer(bob, "GET", path + message, None) == missing


async def test_a_refused_stream_leaves_the_one_that_runs_alone(bob: Person) -> None:
    async with bob.socket(await bob.make_project()) as socket:
        await socket.send(type="stream")
        await socket.until("snapshot")
        await socket.send(type="stream", assistant_message_id=MISSING)
        await socket.until("request_error")
        await socket.initiate("Hello")
        await socket.until("finalized")


async def test_older_messages_are_not_found_by_a_foreign_one(bob: Person, recorded: Recording) -> None:
    project = await bob.make_project()
    path = f"/api/projects/{project}/messages/?before={recorded.answers[0]}"
    assert await answer(bob, "GET", path, None) == (200, "application/json", '{"messages":[],"more":false}')


async def test_nobody_learns_nothing(instance: Instance, recorded: Recording) -> None:
    nobody = Person(instance, "nobody", "no token")
    for verb, path, body in PROJECT_VERBS:
        foreign = await answer(nobody, verb, path.format(recorded.project_id), body)
        assert foreign == await answer(nobody, verb, path.format(MISSING), body)
        assert foreign[0] == 401
    for verb, path, body in MESSAGE_VERBS:
        assert (await answer(nobody, verb, path.format(recorded.answers[0]), body))[0] == 401
