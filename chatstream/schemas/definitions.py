"""JSON Schema of every frame and view, as they are on the wire."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chatstream.wire.events import Delta, Event, QueueChanged, Reasoning, ToolProgress
from chatstream.wire.replies import Decided, Heartbeat, Initiated, ProjectDeleted, Reconnected, RequestError, Steered
from chatstream.wire.requests import Ack, Decide, Initiate, Retry, Steer, Stop, Stream
from chatstream.wire.views import MessageDocument, Snapshot, StatePart

Schema = dict[str, Any]

CLIENT_FRAMES: tuple[type[BaseModel], ...] = (Initiate, Stream, Stop, Retry, Decide, Steer, Ack)
CONNECTION_FRAMES: tuple[type[BaseModel], ...] = (
    Snapshot,
    Initiated,
    Decided,
    Steered,
    RequestError,
    Reconnected,
    Heartbeat,
    ProjectDeleted,
)
MERGED = (Delta, Reasoning)
SENT_AS_NULL = (ToolProgress, "progress")
POSITION: Schema = {"type": "string", "pattern": r"^\d+-\d+$", "description": "EPOCH-SEQ: a position in the log."}
SNAPSHOT_WORDS = "`at`: the position that it is true as of. What else the project has stands beside these fields."
MERGED_COUNT: Schema = {
    "type": "integer",
    "minimum": 2,
    "description": "For how many events this one stands, if not for 1.",
}


def make_definitions(prefix: str) -> dict[str, Schema]:
    """By name; references begin with `prefix`. An event's name ends with Event: `DeltaEvent`."""
    events = _events()
    server: list[type[BaseModel]] = [*events, *CONNECTION_FRAMES, MessageDocument]
    found = _schemas(server, "serialization", prefix)
    for name, model in _models_within(server).items():
        _describe_sent(found[name], model)
    for event in events:
        _describe_event(found[event.__name__], event)
    found |= _schemas(list(CLIENT_FRAMES), "validation", prefix)
    for frame in CLIENT_FRAMES:
        found[frame.__name__].setdefault("required", []).append("type")
    del found[StatePart.__name__]
    names = {event.__name__: f"{event.__name__}Event" for event in events}
    named = {names.get(name, name): schema for name, schema in found.items()}

    def union(models: list[type[BaseModel]], description: str) -> Schema:
        references = [{"$ref": prefix + names.get(model.__name__, model.__name__)} for model in models]
        return {"anyOf": references, "description": description}

    named["Event"] = union(
        list(events), "What is in the log. More types may come: pass over those that you do not know."
    )
    named["ServerFrame"] = union([*events, *CONNECTION_FRAMES], "What a server sends.")
    named["ClientFrame"] = union(list(CLIENT_FRAMES), "What a client sends over a WebSocket.")
    return dict(sorted(named.items()))


def make_json_schema() -> Schema:
    prefix = "#/$defs/"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Frames of chatstream",
        "anyOf": [{"$ref": prefix + "ServerFrame"}, {"$ref": prefix + "ClientFrame"}],
        "$defs": make_definitions(prefix),
    }


def _events() -> list[type[Event]]:
    """Those of chatstream; a project's own are its own."""
    return [event for event in Event.__subclasses__() if event.__module__ == Event.__module__]


def _schemas(models: list[type[BaseModel]], mode: Any, prefix: str) -> dict[str, Schema]:
    _, schema = models_json_schema([(model, mode) for model in models], ref_template=prefix + "{model}")
    definitions: dict[str, Schema] = _without_titles(schema["$defs"])
    return definitions


def _without_titles(value: Any) -> Any:
    """Pydantic makes a title of each field's name; a field that is called `title` stays."""
    if isinstance(value, dict):
        return {
            key: _without_titles(part) for key, part in value.items() if not (key == "title" and isinstance(part, str))
        }
    return [_without_titles(part) for part in value] if isinstance(value, list) else value


def _models_within(models: list[Any]) -> dict[str, type[BaseModel]]:
    """These, and those that their fields have."""
    found: dict[str, type[BaseModel]] = {}
    waiting = list(models)
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind.__name__ not in found:
                found[kind.__name__] = kind
                waiting += [field.annotation for field in kind.model_fields.values()]
        else:
            waiting += getattr(kind, "__args__", ())
    return found


def _describe_sent(schema: Schema, model: type[BaseModel]) -> None:
    """What is None is left out, and more fields may come."""
    schema.pop("additionalProperties", None)
    required = []
    for name, field in schema["properties"].items():
        field.pop("default", None)
        kinds = field.get("anyOf", [])
        if {"type": "null"} not in kinds or (model, name) == SENT_AS_NULL:
            required.append(name)
            continue
        kinds.remove({"type": "null"})
        if len(kinds) == 1:
            field |= field.pop("anyOf")[0]
    schema["required"] = required
    if model is Snapshot:  # its parts stand beside the other fields
        del schema["properties"]["state"]
        required.remove("state")
        schema["properties"]["at"] = POSITION
        schema["description"] = SNAPSHOT_WORDS


def _describe_event(schema: Schema, event: type[Event]) -> None:
    schema["properties"] = {"id": POSITION, **schema["properties"]}
    schema["required"] = ["id", *schema["required"]]
    if event is not QueueChanged:
        schema["required"].append("message_id")
    if event in MERGED:
        schema["properties"]["merged"] = MERGED_COUNT
