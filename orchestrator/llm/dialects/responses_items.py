"""The items of one output of the Responses API, as far as they have come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Part = tuple[str, Any]  # what it is, and its index among its like


@dataclass(slots=True, eq=False)
class Item:
    """`number` counts the items of an answer as they came; `index` is the server's own. `whole`: the item at its end."""

    number: int
    kind: str
    ids: set[str]
    index: Any
    name: str = ""
    pieces: dict[Part, list[str]] = field(default_factory=dict)
    whole: Mapping[str, Any] | None = None

    def missing_text(self, part: Part, whole: str) -> str:
        """What has not come yet of a part that is now known whole; "" if something else has come."""
        pieces = self.pieces.setdefault(part, [])
        received = "".join(pieces)
        if not whole.startswith(received):
            return ""
        pieces[:] = [whole]
        return whole[len(received) :]


class Items:
    """Found by their ids, or where a server changes them in mid-stream, by their index, or where it has none, by their order."""

    def __init__(self) -> None:
        self._items: list[Item] = []

    def begin(self, kind: str, ids: set[str], index: Any) -> Item:
        """The item that a server begins: a new one, unless it announces the same item twice."""
        same = [item for item in self._items if item.kind == kind and item.ids & ids]
        return same[0] if same else self._open(kind, ids, index)

    def _open(self, kind: str, ids: set[str], index: Any) -> Item:
        item = Item(len(self._items), kind, ids, index)
        self._items.append(item)
        return item

    def at(self, kind: str, ids: set[str], index: Any) -> Item:
        """The item that an event belongs to."""
        same = [item for item in reversed(self._items) if item.kind == kind]
        found = [item for item in same if item.ids & ids]
        found = found or [item for item in same if (item.index == index if index is not None else item.whole is None)]
        if not found:
            return self._open(kind, ids, index)
        found[0].ids |= ids
        return found[0]

    def match(self, kinds_and_ids: Iterable[tuple[str, set[str]]]) -> list[Item]:
        """An item for each of a whole output, in its order, which is that of the items from then on."""
        asked = list(kinds_and_ids)
        matched = [
            next((item for item in self._items if item.kind == kind and item.ids & ids), None) for kind, ids in asked
        ]
        left = [item for item in self._items if item not in matched]
        for place, (kind, ids) in enumerate(asked):
            item = (
                matched[place]
                or next((item for item in left if item.kind == kind), None)
                or self._open(kind, ids, place)
            )
            left = [each for each in left if each is not item]
            matched[place], item.index = item, place
        return [item for item in matched if item]

    def whole_items(self) -> list[Mapping[str, Any]]:
        ordered = sorted(self._items, key=lambda item: item.index if isinstance(item.index, int) else item.number)
        return [item.whole for item in ordered if item.whole is not None]
