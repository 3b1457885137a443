"""docs/protocol.md names every event and frame with its fields and values, as `chatstream.wire` and `projects.events` do."""

import json
import re
from typing import Any, Literal, get_args, get_origin
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel

from chatstream.doors import consumer
from chatstream.wire import base, events, replies, requests, views
from projects.events import StoryboardChanged
from tests.docs.pages import ROOT, codes, rows, section

PAGE = "docs/protocol.md"
OF_EVERY_EVENT = {"id", "type", "ts", "message_id"}
HTTP_ALONE = {"not_signed_in": 401, "csrf_failed": 403, "method_not_allowed": 405}
OF_THE_STATE = {"storyboard": False, "storyboard_revision": True}  # what projects/snapshot.py adds to a snapshot
EVENTS = {
    kind.model_fields["type"].default: kind
    for kind in events.Event.__subclasses__()
    if not kind.__module__.startswith(("tests.", "chatstream.client."))
}
REQUESTS = {kind.model_fields["type"].default: kind for kind in get_args(get_args(requests.ClientFrame)[0])}
REPLIES = {
    kind.model_fields["type"].default: kind
    for kind in (*vars(replies).values(), views.Snapshot)
    if isinstance(kind, type) and "type" in getattr(kind, "model_fields", ())
}
_VALUES: dict[Any, Any] = {UUID: uuid4(), str: "text", int: 1, bool: True, list: [], dict: {}}


def sent_fields(model: type[BaseModel]) -> dict[str, bool]:
    """The fields of what the server sends; True: it may be left out."""
    required = {name: field.annotation for name, field in model.model_fields.items() if field.is_required()}
    least = json.loads(model(**{name: value_of(kind) for name, kind in required.items()}).encode())  # type: ignore[attr-defined]
    fields = {name: name not in least for name in model.model_fields if name not in OF_EVERY_EVENT | {"state"}}
    return fields | OF_THE_STATE if model is views.Snapshot else fields


def read_fields(model: type[BaseModel]) -> dict[str, bool]:
    """The fields of what a client sends; True: it may be left out."""
    return {name: not field.is_required() for name, field in model.model_fields.items() if name != "type"}


def value_of(kind: Any) -> Any:
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    return _VALUES.get(get_origin(kind) or kind)


def named_fields(cell: str) -> dict[str, bool]:
    """The fields that a cell names, a line each or with commas; True: it has a question mark."""
    lines = (re.split(": | with ", line)[0] for line in cell.split("<br>"))
    return {name: bool(mark) for line in lines for name, mark in re.findall(r"`(\w+)`(\?)?", line)}


def named_types(heading: str) -> dict[str, str]:
    return {codes(kind)[0]: fields for kind, fields, _ in rows(section(PAGE, heading), "type")}


def sentence(beginning: str) -> set[str]:
    """What stands in backticks from `beginning` to the end of its sentence."""
    text = (ROOT / PAGE).read_text().split(beginning, 1)[1]
    return set(codes(beginning + re.split(r"\.\s", text, maxsplit=1)[0]))


def test_every_event_and_no_other_has_a_row() -> None:
    assert set(named_types("Events")) == set(EVENTS)


@pytest.mark.parametrize(("kind", "model"), EVENTS.items())
def test_the_row_of_an_event_has_its_fields(kind: str, model: type[BaseModel]) -> None:
    assert named_fields(named_types("Events")[kind]) == sent_fields(model)


@pytest.mark.parametrize(
    ("model", "field"),
    [(StoryboardChanged, "cause"), (events.Finalized, "status"), (events.MessageCreated, "role")],
    ids=["cause", "status", "role"],
)
def test_the_row_of_an_event_has_the_values_of_a_field(model: type[BaseModel], field: str) -> None:
    cell = named_types("Events")[model.model_fields["type"].default]
    values = cell.split(f"`{field}`: ", 1)[1].split("<br>")[0]
    assert set(codes(values)) == set(get_args(model.model_fields[field].annotation))


def test_the_table_of_status_has_its_values() -> None:
    table = rows(section(PAGE, "Events").split("**`status`**", 1)[1], "")
    assert {codes(value)[0] for value, _ in table} == set(get_args(events.Status.model_fields["status"].annotation))


@pytest.mark.parametrize(("kind", "model"), REPLIES.items())
def test_the_row_of_a_frame_of_one_connection_has_its_fields(kind: str, model: type[BaseModel]) -> None:
    table = named_types("Frames of one connection")
    assert set(table) == set(REPLIES)
    assert named_fields(table[kind]) == sent_fields(model)


def test_the_sentence_of_a_refusal_has_its_fields() -> None:
    paragraph = section(PAGE, "Refusals").split("\n\n`request_error`:", 1)[1].split("\n\n", 1)[0]
    fields = {
        name: bool(mark) for name, mark in re.findall(r"(?:^ |, |,\n)`(\w+)`(\?)? \(|`(?:code)`", paragraph) if name
    }
    assert {"code": False, **fields} == sent_fields(replies.RequestError)


@pytest.mark.parametrize(("kind", "model"), REQUESTS.items())
def test_the_row_of_a_client_frame_has_its_fields(kind: str, model: type[BaseModel]) -> None:
    table = named_types("Frames that a client sends")
    assert set(table) == set(REQUESTS)
    assert named_fields(table[kind]) == read_fields(model)


@pytest.mark.parametrize(
    ("beginning", "model", "status"),
    [
        ("A message: `id`", views.MessageView, set()),
        ("A tool call: `tool_call_id`", views.ToolCallView, set(get_args(base.ToolStatus))),
    ],
    ids=["message", "tool call"],
)
def test_what_a_snapshot_holds_is_named_field_by_field(
    beginning: str, model: type[BaseModel], status: set[str]
) -> None:
    error = {"{code, error, retryable}"} if model is views.MessageView else set()
    assert sentence(beginning) - error == set(model.model_fields) | status


def test_the_status_of_a_message_has_its_values() -> None:
    assert sentence("`status` is `pending`") - {"status"} == set(get_args(base.MessageStatus))


def test_the_table_of_refusals_is_what_the_server_answers() -> None:
    table = {codes(code)[0]: int(status) for code, status, _ in rows(section(PAGE, "Refusals"), "code")}
    assert table == replies.REFUSAL_STATUS | HTTP_ALONE


def test_the_table_of_close_codes_is_what_the_server_closes_with() -> None:
    table = {int(code) for code, *_ in rows(section(PAGE, "Close codes"), "code")}
    ours = {value for value in vars(consumer).values() if isinstance(value, int) and 4000 <= value < 5000}
    assert table == ours | {1009}
