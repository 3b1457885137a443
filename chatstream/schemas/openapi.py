"""The HTTP door as OpenAPI 3.1: what `chatstream.urls` has, each with what it takes and answers."""

import re
from typing import Any

import chatstream
from chatstream.doors.http import RESPONSE_SECONDS
from chatstream.schemas.definitions import Schema, make_definitions
from chatstream.wire.replies import REFUSAL_STATUS

PREFIX = "#/components/schemas/"
UUID: Schema = {"type": "string", "format": "uuid"}
EVENTS_QUERY = [
    (
        "last_event_id",
        {"type": "string", "maxLength": 64},
        "Your position, if the header Last-Event-ID does not have it.",
    ),
    ("assistant_message_id", UUID, "Follow this answer alone."),
    ("ticket", {"type": "string"}, "From `POST /tickets/`, for a page of another domain that cannot send headers."),
    ("seconds", {"type": "integer", "minimum": 1, "maximum": int(RESPONSE_SECONDS)}, "How long the response lasts."),
]
STOP_ANSWER: Schema = {
    "type": "object",
    "properties": {"assistant_message_id": UUID},
    "required": ["assistant_message_id"],
}
TICKET: Schema = {
    "type": "object",
    "properties": {
        "ticket": {"type": "string", "description": "Used once, as `?ticket=` of a socket or an event stream."},
        "expires_in": {"type": "integer", "description": "Seconds."},
    },
    "required": ["ticket", "expires_in"],
}
LAST_EVENT_ID: Schema = {
    "name": "Last-Event-ID",
    "in": "header",
    "description": "Your position: the events after it come.",
    "schema": {"type": "string", "maxLength": 64},
}


def make_openapi() -> Schema:
    definitions = make_definitions(PREFIX)
    operations = _operations(definitions)
    paths: dict[str, Schema] = {}
    for address, view in _addresses():
        method, operation = operations[view]
        parameters = [_in_path(name) for name in re.findall(r"{(\w+)}", address)]
        refusals = {"default": _answer("It is refused: `code` says why.", "RequestError")}
        full = {**operation, "operationId": view, "responses": operation["responses"] | refusals}
        paths[address] = {**({"parameters": parameters} if parameters else {}), method: full}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "chatstream",
            "version": chatstream.__version__,
            "description": "The HTTP door of a chat whose stream cannot be lost. docs/protocol.md has it in words.",
            "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
        },
        "servers": [{"url": "/api", "description": "Where the project has mounted chatstream.urls."}],
        "security": [{"session": []}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**definitions, "StopAnswer": STOP_ANSWER, "Ticket": TICKET},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
                "token": {"type": "http", "scheme": "bearer", "description": "Where the project has tokens."},
            },
        },
    }


def _operations(definitions: dict[str, Schema]) -> dict[str, tuple[str, Schema]]:
    """Method and operation, by the view's name."""
    refused = {str(status): _answer(f"`{code}`", "RequestError") for code, status in REFUSAL_STATUS.items()}
    initiated = {"201": _answer("The turn has begun. The same `request_id` gives the same ids.", "Initiated")}
    events = {
        "200": {
            "description": "Server-Sent Events: each `data:` is a frame, each `id:` the position after it.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        "204": {"description": "The answer that was followed has ended: nothing will come."},
    }
    query = [
        {"name": name, "in": "query", "schema": schema, "description": words} for name, schema, words in EVENTS_QUERY
    ]
    return {
        "events": ("get", {"summary": "Follow the stream", "parameters": [LAST_EVENT_ID, *query], "responses": events}),
        "initiate": (
            "post",
            {
                "summary": "Start a turn",
                "requestBody": _body(definitions["Initiate"], {"type"}),
                "responses": initiated | refused,
            },
        ),
        "snapshot": (
            "get",
            {"summary": "The state now", "responses": {"200": _answer("With whole texts.", "Snapshot")}},
        ),
        "message": ("get", {"summary": "One message", "responses": {"200": _answer("It, whole.", "MessageDocument")}}),
        "stop": ("post", {"summary": "End a run", "responses": {"202": _answer("It ends.", "StopAnswer")}}),
        "decide": (
            "post",
            {
                "summary": "Allow a tool call that waits for it, or decline it",
                "requestBody": _body(definitions["Decide"], {"type", "assistant_message_id", "tool_call_id"}),
                "responses": {"200": _answer("Also where it was decided so before.", "Decided")} | refused,
            },
        ),
        "steer": (
            "post",
            {
                "summary": "Add words to an answer that is being written",
                "requestBody": _body(definitions["Steer"], {"type", "assistant_message_id"}),
                "responses": {"200": _answer("Also where they were accepted before.", "Steered")} | refused,
            },
        ),
        "ticket": (
            "post",
            {"summary": "A ticket for one connection", "responses": {"201": _answer("It, once.", "Ticket")}},
        ),
        "retry": (
            "post",
            {
                "summary": "Another answer to the same message",
                "requestBody": _body(definitions["Retry"], {"type", "assistant_message_id"}),
                "responses": initiated | refused,
            },
        ),
    }


def _addresses() -> list[tuple[str, str]]:
    """Each address as OpenAPI writes it, with the name of its view."""
    from chatstream.urls import urlpatterns

    return [(address_of(str(each.pattern)), each.callback.__name__) for each in urlpatterns]


def address_of(pattern: str) -> str:
    """Of `^streams/(?P<stream>[…]{1,100})/$` or `messages/<str:message_id>/`."""
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)|<\w+:(\w+)>", lambda found: f"{{{found[1] or found[2]}}}", pattern)
    return "/" + named.strip("^$")


def _in_path(name: str) -> Schema:
    schema = {"type": "string", "pattern": r"^[\w.~-]{1,100}$"} if name == "stream" else UUID
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _answer(words: str, name: str) -> Schema:
    return {"description": words, "content": {"application/json": {"schema": {"$ref": PREFIX + name}}}}


def _body(frame: Schema, in_path: set[str]) -> Schema:
    """A client's frame without what the address says."""
    properties: dict[str, Any] = {name: field for name, field in frame["properties"].items() if name not in in_path}
    required = [name for name in frame["required"] if name not in in_path]
    schema = {**frame, "properties": properties, "required": required}
    return {"required": True, "content": {"application/json": {"schema": schema}}}
