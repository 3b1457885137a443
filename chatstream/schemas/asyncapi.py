"""The stream as AsyncAPI 3: its WebSocket and its Server-Sent Events, as the server sees them."""

from typing import Any

import chatstream
from chatstream.doors.stream_path import STREAM_PATH
from chatstream.schemas.definitions import CLIENT_FRAMES, Schema, make_definitions
from chatstream.schemas.openapi import address_of

SCHEMAS = "#/components/schemas/"
STREAM = {"stream": {"description": "The name of the stream, such as the id of a conversation."}}


def make_asyncapi() -> Schema:
    definitions = make_definitions(SCHEMAS)
    sent = [each["$ref"].removeprefix(SCHEMAS) for each in definitions["ServerFrame"]["anyOf"]]
    received = [frame.__name__ for frame in CLIENT_FRAMES]
    path = address_of(STREAM_PATH)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "chatstream",
            "version": chatstream.__version__,
            "description": "A chat whose stream cannot be lost. docs/protocol.md has it in words.",
            "license": {"name": "BSD-3-Clause"},
        },
        "servers": {
            "socket": {"host": "example.org", "protocol": "wss"},
            "http": {"host": "example.org", "protocol": "https"},
        },
        "channels": {
            "socket": _channel(f"/ws{path}", "socket", sent + received, "ws"),
            "events": _channel(f"/api{path}events/", "http", sent, "http"),
        },
        "operations": {
            "sendFrames": _operation("send", "socket", sent, "What follows a `stream`, and answers to requests."),
            "receiveFrames": _operation("receive", "socket", received, "Begin with `stream`."),
            "sendEvents": _operation("send", "events", sent, "Server-Sent Events: each `data:` is a frame."),
        },
        "components": {
            "messages": {
                name: {"name": name, "contentType": "application/json", "payload": {"$ref": SCHEMAS + name}}
                for name in sent + received
            },
            "schemas": definitions,
        },
    }


def _channel(address: str, server: str, messages: list[str], binding: str) -> Schema:
    return {
        "address": address,
        "servers": [{"$ref": f"#/servers/{server}"}],
        "parameters": STREAM,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        "bindings": {binding: {"method": "GET"} if binding == "ws" else {}},
    }


def _operation(action: str, channel: str, messages: list[str], words: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": words,
        "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in messages],
    }
