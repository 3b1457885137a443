"""Users × objects × verbs, from the table of addresses itself: a door that is new and has no rule fails here."""

from collections.abc import Iterator
from itertools import product

import httpx
import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pydantic import TypeAdapter

from chatstream.wire.requests import ClientFrame
from tests.instance import Instance
from tests.wire.recording import Recording
from tests.wire.test_strangers import MESSAGE_FRAMES, MISSING

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OWNED = ("api/projects/<", "api/messages/<")  # whoever does not own the project or the message gets what nobody gets
SIGNED_IN = {
    *("", "projects/<uuid:project_id>/", "sign-out/"),
    *("api/projects/", "api/account/export/", "api/tickets/", "api/palettes/"),
    *("account/", "account/email/", "account/password/", "account/password/set/", "account/password/again/"),
}
EVERYBODY = {
    *("sign-in/", "sign-in/link/<str:token>/", "language/", "films/<slug:name>.json"),
    *("film/<str:token>/", "film/<str:token>/poster/", "film/<str:token>/assets/<uuid:asset_id>/"),
    *("sign-up/", "sign-up/invite/<str:token>/", "account/closed/"),
    *("account/email/sent/", "account/email/confirm/<str:key>/", "password/", "password/sent/", "password/changed/"),
    *("^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "admin/login/"),
}
OPERATORS = {"admin/status.json", "admin/runs/<str:message_id>/log.json"}  # and the admin's own, below


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
        **{"<int:number>": "1", "<str:form>": "json", "<slug:name>": "shop", "<str:token>": "none"},
    }
    for name, value in values.items():
        route = route.replace(name, value)
    assert "<" not in route, f"{route}: say what stands there"
    return f"/{route}"


def ask(client: httpx.Client, verb: str, path: str) -> tuple[int, str]:
    response = client.request(verb, path, json={} if verb != "GET" else None)
    return response.status_code, response.text


@pytest.fixture
def bob_asks(instance: Instance) -> Iterator[httpx.Client]:
    bob = instance.make_user("bob")
    with httpx.Client(base_url=instance.url, headers=bob.headers, timeout=20) as client:
        yield client


def test_every_address_has_a_rule() -> None:
    ruled = SIGNED_IN | EVERYBODY | OPERATORS
    assert {route for route in routes() if not route.startswith(OWNED)} == ruled


async def test_what_is_not_yours_is_not_there_at_any_door_with_any_verb(
    bob_asks: httpx.Client, recorded: Recording
) -> None:
    wrong = []
    for route, verb in product([route for route in routes() if route.startswith(OWNED)], VERBS):
        foreign = ask(bob_asks, verb, fill(route, recorded.project_id, recorded.answers[0]))
        missing = ask(bob_asks, verb, fill(route, MISSING, MISSING))
        if foreign != missing or foreign[0] not in (400, 404, 405):
            wrong.append((verb, route, foreign, missing))
    assert wrong == []


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


def test_every_frame_that_names_a_message_is_tried_with_a_foreign_one() -> None:
    schema = TypeAdapter(ClientFrame).json_schema()
    naming = {
        frame["properties"]["type"]["const"]
        for frame in schema["$defs"].values()
        if "assistant_message_id" in frame.get("properties", {})
    }
    assert naming == {frame["type"] for frame in MESSAGE_FRAMES}
