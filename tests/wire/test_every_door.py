"""Users and tokens × objects × verbs, from the tables of addresses, frames and actions: a new door without a rule fails here."""

import uuid
from collections.abc import Iterator
from itertools import product
from typing import Any

import httpx
import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pydantic import TypeAdapter

import config.urls  # noqa: F401 - it loads the pages of the admin
from chatstream.wire.requests import ClientFrame
from tests.instance import Instance, Person
from tests.wire.recording import Recording, snapshot
from tests.wire.test_strangers import MESSAGE_FRAMES, MISSING

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OWNED = (
    "api/projects/<",
    "api/messages/<",
    "api/ai-sdk/",
    "api/ag-ui/",
    "api/openai/",
)  # whoever does not own the project or the message gets what nobody gets
RUNS = ("api/ag-ui/run", "api/ag-ui/connect")  # which refuse in the one event that their clients read
RESET = "^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"
SIGNED_IN = {
    *("", "projects/new/", "projects/<uuid:project_id>/", "sign-out/"),
    *("api/projects/", "api/account/export/", "api/account/use/", "api/tickets/", "api/palettes/"),
}
EVERYBODY = {
    *("sign-in/", "sign-in/link/<str:token>/", "language/", "films/<slug:name>.json"),
    *("film/<str:token>/", "film/<str:token>/poster/", "film/<str:token>/assets/<uuid:asset_id>/"),
    *("sign-up/", "sign-up/invite/<str:token>/", "account/closed/"),
    *("account/email/sent/", "account/email/confirm/<str:key>/", "password/", "password/sent/", "password/changed/"),
    *(RESET, "admin/login/", "sign-in/code/", "sign-in/passkey/"),
    *("sign-in/with/<slug:provider_id>/", "sign-in/with/<slug:provider_id>/back/", "sign-up/with/"),
    *("sign-in/cancelled/", "sign-in/failed/"),
}
SESSIONS_ALONE = {
    *("account/", "account/tokens/", "account/tokens/<int:token_id>/revoke/"),
    *("account/email/", "account/password/", "account/password/set/", "account/password/again/"),
    *("account/second-factor/", "account/app/", "account/app/remove/", "account/code/again/"),
    *("account/recovery-codes/", "account/recovery-codes/new/", "account/recovery-codes/download/"),
    *("account/passkeys/", "account/passkeys/new/", "account/passkeys/again/"),
    *("account/passkeys/<int:pk>/", "account/passkeys/<int:pk>/remove/"),
}
RUN_DOORS = ("log.json", "events/", "readers.json", "replay.json")
OPERATORS = {
    "admin/status.json",
    *(f"admin/runs/<str:message_id>/{door}" for door in RUN_DOORS),
}  # and the admin's own, below

READING = {("POST", "api/tickets/"), ("POST", "api/ag-ui/connect")}  # what a token that reads alone may use beside GET
OF_ONE_PROJECT = {("GET", "api/projects/"), ("GET", "api/palettes/"), ("POST", "api/tickets/")}
MAKES_PROJECTS = "api/projects/<str:project_id>/duplicate/"
FRAMES = {  # what the holder of a token that reads alone gets for each frame
    "stream": "snapshot",
    "ack": None,
    **dict.fromkeys(("initiate", "retry", "stop", "decide", "steer"), "forbidden"),
}


def routes(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        elif route != "admin/":
            yield from routes(pattern.url_patterns, route)


def fill(route: str, project: str, message: str) -> str:
    values = {
        **dict.fromkeys(("<str:project_id>", "<uuid:project_id>", "<str:stream>"), project),
        **{"<str:message_id>": message, "<str:asset_id>": MISSING, "<uuid:asset_id>": MISSING},
        **{
            "<str:tool_call_id>": MISSING,
            "<int:number>": "1",
            "<int:token_id>": "1",
            "<int:version>": "7",
            "<str:response>": f"resp_{message}_{project}",
            "<str:form>": "json",
            "<slug:name>": "shop",
            "<str:token>": "none",
            "<str:key>": "none",
            "<int:pk>": "1",
            "<slug:provider_id>": "oidc",
            RESET: "password/1-none/",
        },
    }
    for name, value in values.items():
        route = route.replace(name, value)
    assert "<" not in route, f"{route}: say what stands there"
    return f"/{route}"


def ask(client: httpx.Client, verb: str, path: str) -> tuple[int, str]:
    response = client.request(verb, path, json={} if verb != "GET" else None)
    return response.status_code, response.text


def code_of(answer: tuple[int, str]) -> tuple[int, str]:
    return answer[0], "forbidden" if '"forbidden"' in answer[1] else ""


def asking(person: Person) -> httpx.Client:
    return httpx.Client(base_url=person.instance.url, headers=person.headers, timeout=20)


@pytest.fixture
async def of_another_project(instance: Instance, alice: Person) -> Person:
    """Alice, with a token of a project that is not the recorded one."""
    return instance.make_token(alice, project_id=await alice.make_project())


def test_every_address_has_a_rule() -> None:
    ruled = SIGNED_IN | EVERYBODY | OPERATORS | SESSIONS_ALONE
    assert {route for route in routes() if not route.startswith(OWNED)} == ruled


@pytest.mark.parametrize("who", ["bob", "of_another_project"])
def test_what_is_not_yours_is_not_there_at_any_door_with_any_verb(
    request: pytest.FixtureRequest, who: str, recorded: Recording
) -> None:
    wrong = []
    with asking(request.getfixturevalue(who)) as client:
        for route, verb in product([route for route in routes() if route.startswith(OWNED)], VERBS):
            foreign = ask(client, verb, fill(route, recorded.project_id, recorded.answers[0]))
            missing = ask(client, verb, fill(route, MISSING, MISSING))
            allowed = (403,) if who != "bob" and route == MAKES_PROJECTS else (400, 404, 405)
            is_refused = foreign[0] in allowed or (route in RUNS and '"RUN_ERROR"' in foreign[1])
            if foreign != missing or not is_refused:
                wrong.append((verb, route, foreign, missing))
    assert wrong == []


def test_a_token_of_one_project_opens_nothing_beside_it(of_another_project: Person) -> None:
    wrong = []
    with asking(of_another_project) as client:
        for route, verb in product(
            [route for route in routes() if not route.startswith((*OWNED, "projects/<"))], VERBS
        ):
            answer = code_of(ask(client, verb, fill(route, MISSING, MISSING)))
            if (answer == (403, "forbidden")) == ((verb, route) in OF_ONE_PROJECT):
                wrong.append((verb, route, answer))
        assert ask(client, "GET", "/admin/")[0] == 403
    assert wrong == []


def test_a_token_that_reads_changes_nothing_at_any_door(instance: Instance, alice: Person, recorded: Recording) -> None:
    wrong = []
    with asking(instance.make_token(alice, may_write=False)) as client:
        for route, verb in product(routes(), VERBS[1:]):
            answer = code_of(ask(client, verb, fill(route, recorded.project_id, recorded.answers[0])))
            if (answer == (403, "forbidden")) == ((verb, route) in READING):
                wrong.append((verb, route, answer))
        assert ask(client, "GET", f"/api/projects/{recorded.project_id}/")[0] == 200
    assert wrong == []


async def test_a_token_that_reads_gets_its_answer_to_every_frame(
    instance: Instance, alice: Person, recorded: Recording
) -> None:
    schema = TypeAdapter(ClientFrame).json_schema()
    assert {frame["properties"]["type"]["const"] for frame in schema["$defs"].values()} == set(FRAMES)
    fields: dict[str, dict[str, Any]] = {
        "initiate": {"request_id": str(uuid.uuid4()), "message": "Hello"},
        "retry": {"request_id": str(uuid.uuid4()), "assistant_message_id": recorded.answers[0]},
        "decide": {
            "request_id": str(uuid.uuid4()),
            "assistant_message_id": recorded.answers[0],
            "tool_call_id": MISSING,
            "decision": "approved",
        },
        "steer": {
            "request_id": str(uuid.uuid4()),
            "assistant_message_id": recorded.answers[0],
            "text": "Hello",
        },
        "stop": {"assistant_message_id": recorded.answers[0]},
        "ack": {"last_event_id": "1-1"},
    }
    async with instance.make_token(alice, may_write=False).socket(recorded.project_id) as socket:
        for kind, expected in FRAMES.items():
            await socket.send(type=kind, **fields.get(kind, {}))
            if expected is not None:
                frame = await socket.receive()
                assert expected in (frame["type"], frame.get("code")), kind
                assert frame.get("request_id") == fields.get(kind, {}).get("request_id"), kind
    assert [each["id"] for each in (await snapshot(alice, recorded.project_id))["messages"]][1::2] == recorded.answers


@pytest.mark.parametrize("who", ["a person", "a token"])
def test_tokens_are_made_by_who_has_signed_in_alone(instance: Instance, alice: Person, who: str) -> None:
    headers = alice.headers if who == "a token" else {}
    with httpx.Client(base_url=instance.url, headers=headers, timeout=20) as client:
        answers = {
            (route, verb): ask(client, verb, fill(route, MISSING, MISSING))[0]
            for route in SESSIONS_ALONE
            for verb in VERBS
        }
    assert set(answers.values()) <= ({403} if who == "a token" else {302, 403, 405})


def test_nobody_gets_in_without_a_name(instance: Instance) -> None:
    with httpx.Client(base_url=instance.url, timeout=20) as nobody:
        answers = {route: nobody.get(fill(route, MISSING, MISSING)) for route in routes() if route not in EVERYBODY}
    let_in = {route for route, answer in answers.items() if answer.status_code not in (302, 401, 405)}
    assert let_in == set()


@pytest.mark.django_db
def test_every_list_of_the_admin_is_for_who_has_its_permission() -> None:
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
    ]
    for is_staff, refusal in ((False, 302), (True, 403)):
        client = Client()
        client.force_login(User.objects.create_user(f"user-{is_staff}", is_staff=is_staff))
        assert {client.get(address).status_code for address in lists} == {refusal}


@pytest.mark.django_db
def test_every_action_of_the_admin_is_for_who_has_its_permission() -> None:
    """Whoever may look at everything can do nothing."""
    request = RequestFactory().get("/admin/")
    request.user = User.objects.create_user("vera", is_staff=True)
    request.user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    found = {model.__name__: set(each.get_actions(request)) for model, each in admin.site._registry.items()}
    assert {name: actions for name, actions in found.items() if actions} == {}


def test_every_frame_that_names_a_message_is_tried_with_a_foreign_one() -> None:
    schema = TypeAdapter(ClientFrame).json_schema()
    naming = {
        frame["properties"]["type"]["const"]
        for frame in schema["$defs"].values()
        if "assistant_message_id" in frame.get("properties", {})
    }
    assert naming == {frame["type"] for frame in MESSAGE_FRAMES}
