"""What clients send, typed; an unknown field is an error."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool, StringConstraints, TypeAdapter

from chatstream.wire.base import Decision, Wire
from chatstream.wire.limits import MAX_ATTACHMENTS, MESSAGE_MAX_CHARS, STEERING_MAX_CHARS

# A position is opaque to clients, so any short string may come back; one that is not ours is answered by a snapshot.
PositionText = Annotated[str, StringConstraints(max_length=64)]
MessageText = Annotated[str, StringConstraints(min_length=1, max_length=MESSAGE_MAX_CHARS, pattern=r"\S")]


class Initiate(Wire):
    """`edit_of`: say it in place of this message of a person, in a branch of the conversation that begins there."""

    type: Literal["initiate"] = "initiate"
    request_id: UUID
    message: MessageText
    attachments: list[UUID] = Field(default_factory=list, max_length=MAX_ATTACHMENTS)
    edit_of: UUID | None = None


class Stream(Wire):
    type: Literal["stream"] = "stream"
    assistant_message_id: UUID | None = None
    client_id: Annotated[str, StringConstraints(max_length=64)] | None = None  # of older clients; nothing reads it
    last_event_id: PositionText | None = None


class Stop(Wire):
    type: Literal["stop"] = "stop"
    assistant_message_id: UUID


class Retry(Wire):
    """`discard_later`: go back to before the answer also where that takes later changes away."""

    type: Literal["retry"] = "retry"
    request_id: UUID
    assistant_message_id: UUID
    discard_later: StrictBool = False


class Decide(Wire):
    """Allow a tool call that waits for it, or decline it. `request_id`: for its reply alone."""

    type: Literal["decide"] = "decide"
    request_id: UUID | None = None
    assistant_message_id: UUID
    tool_call_id: UUID
    decision: Decision


class Steer(Wire):
    """Add words to an answer that is being written."""

    type: Literal["steer"] = "steer"
    request_id: UUID
    assistant_message_id: UUID
    text: Annotated[MessageText, StringConstraints(max_length=STEERING_MAX_CHARS)]


class Ack(Wire):
    type: Literal["ack"] = "ack"
    last_event_id: PositionText


ClientFrame = Annotated[Initiate | Stream | Stop | Retry | Decide | Steer | Ack, Field(discriminator="type")]

CLIENT_FRAME: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)
