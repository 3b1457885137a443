"""From a text of a client to a typed frame, or a refusal that names what is wrong with it."""

import json
import re
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from chatstream.wire.errors import LaterChanges, QuotaExceeded, RequestRefused
from chatstream.wire.limits import DETAIL_MAX_CHARS, FRAME_MAX_BYTES, MESSAGE_MAX_CHARS
from chatstream.wire.replies import RequestError
from chatstream.wire.requests import CLIENT_FRAME, Ack, ClientFrame

Frame = TypeVar("Frame", bound=BaseModel)

# The only way to write NUL in JSON. PostgreSQL cannot store it.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")

# As clients write it once a second while an answer comes: to read it as any other frame costs ten times as much.
_ACK = re.compile(r'\{"type":"ack","last_event_id":"([0-9-]{1,64})"\}')

# A key, never a part of a message: the quotes in a JSON string are escaped.
_REQUEST_ID = re.compile(r'"request_id"\s*:\s*"([^"\\]{1,64})"')


def parse_frame(text: str | bytes) -> ClientFrame:
    """The client frame in `text`. Raises RequestRefused (`invalid`, `too_large`)."""
    if isinstance(text, str) and (ack := _ACK.fullmatch(text)):
        return Ack(last_event_id=ack[1])
    try:
        return CLIENT_FRAME.validate_python(parse_object(text))
    except ValidationError as error:
        raise _to_refusal(error) from None


def parse_body(model: type[Frame], text: str | bytes, **known: Any) -> Frame:
    """A frame sent as an HTTP body. `known`: its fields that are in the URL. Raises RequestRefused."""
    try:
        fields = {**parse_object(text), **{name: str(value) for name, value in known.items()}}
        # Strict, or `true` would be read as 1; from JSON, where a text may be a UUID.
        return model.model_validate_json(json.dumps(fields), strict=True)
    except ValidationError as error:
        raise _to_refusal(error) from None


def parse_object(text: str | bytes) -> dict[str, Any]:
    """The JSON object of a frame. Raises RequestRefused (`invalid`, `too_large`)."""
    if len(text if isinstance(text, bytes) else text.encode(errors="surrogatepass")) > FRAME_MAX_BYTES:
        raise RequestRefused("too_large", f"A frame may have at most {FRAME_MAX_BYTES} bytes.")
    return parse_json(text)


def parse_json(text: str | bytes) -> dict[str, Any]:
    """One JSON object in UTF-8, without duplicate keys, NaN, NUL or lone surrogates. Raises RequestRefused (`invalid`)."""
    try:
        text = text.decode() if isinstance(text, bytes) else text
        value = json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise RequestRefused("invalid", "The text holds half of a surrogate pair.") from None
    except (ValueError, RecursionError):
        raise RequestRefused("invalid", "This is not a JSON object.") from None
    if _NUL.search(text):
        raise RequestRefused("invalid", "The text holds a NUL character.")
    if not isinstance(value, dict):
        raise RequestRefused("invalid", "This is not a JSON object.")
    return value


def parse_uuid(text: str) -> UUID | None:
    """None for a text that is no UUID."""
    try:
        return UUID(text)
    except ValueError:
        return None


def refusal(error: RequestRefused, request_id: UUID | None = None) -> RequestError:
    return RequestError(
        request_id=request_id,
        code=error.code,
        detail=_shorten(error.detail),
        retry_after=error.retry_after,
        later_changes=error.count if isinstance(error, LaterChanges) else None,
        quota=error.quota if isinstance(error, QuotaExceeded) else None,
    )


def _shorten(detail: str) -> str:
    """It may quote what was sent: as much of it as a person reads."""
    return detail if len(detail) <= DETAIL_MAX_CHARS else f"{detail[: DETAIL_MAX_CHARS - 1]}…"


def request_id_in(text: str | bytes) -> UUID | None:
    """The `request_id` in a frame that is refused, whatever is wrong with it: the client must learn which call failed."""
    try:
        return parse_uuid(str(parse_object(text).get("request_id")))
    except RequestRefused:
        return _find_request_id(text.decode(errors="replace") if isinstance(text, bytes) else text)


def _find_request_id(text: str) -> UUID | None:
    """In a text that is no JSON, or too long to parse. None if there are two different ones."""
    ids = set(_REQUEST_ID.findall(text))
    return parse_uuid(ids.pop()) if len(ids) == 1 else None


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice")
    return value


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _to_refusal(error: ValidationError) -> RequestRefused:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if place.endswith("message") and first["type"] == "string_too_long":
        return RequestRefused("invalid", f"A message may have at most {MESSAGE_MAX_CHARS:,} characters.")
    if first["loc"][-1:] in (("message",), ("text",)) and first["type"] in (
        "string_too_short",
        "string_pattern_mismatch",
    ):
        return RequestRefused("invalid", "A message may not be blank.")
    return RequestRefused("invalid", f"{place}: {first['msg']}" if place else first["msg"])
