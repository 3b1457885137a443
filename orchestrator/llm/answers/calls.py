"""Assembles tool calls from their pieces, however a server cuts and numbers them."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from orchestrator.llm.arguments.repair import as_text, is_nothing, match_tool_name, repair
from orchestrator.llm.arguments.type_fitting import fit_types
from orchestrator.llm.interface import ToolRequest
from orchestrator.llm.text.characters import to_storable
from orchestrator.llm.text.written_calls import WrittenCall


@dataclass(slots=True)
class CallPiece:
    """One piece of a call. `index` and `id` say which call it belongs to, where a server sends them."""

    index: int | str | None = None
    id: str = ""
    name: str = ""
    arguments: object = None
    vendor: Mapping[str, Any] | None = None


@dataclass(slots=True)
class _Call:
    index: int | str | None
    id: str
    name: str = ""
    arguments: str = ""
    vendor: dict[str, Any] = field(default_factory=dict)
    is_written: bool = False

    def extend(self, piece: CallPiece, tools: Collection[str]) -> None:
        self.id = self.id or piece.id
        if piece.name and self.name != piece.name:
            self.name = _join_names(self.name, piece.name, tools)
        if isinstance(piece.arguments, str):
            # Some servers begin with no arguments, some send all of them so far in each piece.
            again = len(self.arguments) > 1 and piece.arguments.startswith(self.arguments)
            before = "" if again or (piece.arguments and is_nothing(self.arguments)) else self.arguments
            self.arguments = before + piece.arguments
        elif piece.arguments:
            self.arguments = as_text(piece.arguments)
        if piece.vendor:
            self.vendor |= piece.vendor

    @property
    def is_complete(self) -> bool:
        return isinstance(_value(self.arguments), dict)

    @property
    def is_blank(self) -> bool:
        return not (self.name or self.arguments)


class Calls:
    """The calls of one answer, in order. `tools`: what the model may call, with the JSON schema of its arguments."""

    def __init__(self, tools: Mapping[str, Mapping[str, Any]]) -> None:
        self._tools = tools
        self._calls: list[_Call] = []

    def __bool__(self) -> bool:
        return not all(call.is_blank for call in self._calls)

    def add(self, piece: CallPiece) -> None:
        call = self._call_of(piece)
        if call is None:
            call = _Call(piece.index, piece.id)
            self._calls.append(call)
        call.extend(piece, self._tools)

    def add_written(self, written: WrittenCall) -> None:
        """Add a call that stands in the text, unless the server has sent the same call by itself too."""
        call = _Call(index=None, id="", name=written.name, arguments=written.arguments, is_written=True)
        request = self._request(call)
        if not any(_is_same(request, self._request(other)) for other in self._calls if not other.is_written):
            self._calls.append(call)

    def requests(self) -> tuple[ToolRequest, ...]:
        """The complete calls. Arguments that cannot be repaired stay as they came; the tool loop reports that to the model.

        What has neither a name nor arguments is none: some servers send one such at the end, or beside words.
        """
        return tuple(self._request(call) for call in self._calls if not call.is_blank)

    def _request(self, call: _Call) -> ToolRequest:
        name = match_tool_name(to_storable(call.name), self._tools)
        schema = self._tools.get(name, {})
        arguments = fit_types(repair(call.arguments, schema.get("properties", ())), schema)
        return ToolRequest(to_storable(call.id) or f"call_{uuid4().hex}", name, arguments, call.vendor or None)

    def _call_of(self, piece: CallPiece) -> _Call | None:
        """What a piece goes on with: of the calls of its index, or of all if it has none, the one of its id or the last."""
        calls = [call for call in self._calls if piece.index is None or call.index == piece.index]
        by_id = [call for call in calls if piece.id and call.id == piece.id]
        call = next(reversed(by_id or calls), None)
        return None if call is None or _starts_new_call(call, piece) else call


def _is_same(one: ToolRequest, other: ToolRequest) -> bool:
    return one.name == other.name and _value(one.arguments) == _value(other.arguments)


def _value(arguments: str) -> Any:
    try:
        return json.loads(arguments)
    except (ValueError, RecursionError):
        return arguments


def _starts_new_call(call: _Call, piece: CallPiece) -> bool:
    """Whether a piece that could go on with `call` begins another. An id proves nothing: some servers make one a piece."""
    if not piece.name or not call.name:
        return False
    if piece.name != call.name and call.arguments:
        return True
    if piece.id and piece.id != call.id:
        return not call.arguments or call.is_complete
    return not piece.id and call.is_complete and bool(piece.arguments) and piece.arguments != call.arguments


def _join_names(name: str, piece: str, tools: Collection[str]) -> str:
    """Most servers send the name once, some with every piece, a few in pieces."""
    if not name or piece.startswith(name):
        return piece
    return name if name in tools else name + piece
