"""Which layers of a scene are meant: an id, "the headline", "all texts", "the picture", or words that stand in one."""

import re

from storyboard.changes import OperationRefused
from storyboard.layers import AnyLayer, Text
from storyboard.schema import Scene

KINDS = {
    "picture": "image", "image": "image", "photo": "image", "screenshot": "image",
    "text": "text", "word": "text", "number": "counter", "counter": "counter", "figure": "counter",
    "chart": "chart", "graph": "chart", "shape": "shape",
}  # fmt: skip
HEADINGS = {"headline", "heading", "title", "header"}
BEFORE = re.compile(r"^(?:(?:the|this|that|its|my|our|a|an)\s+)+")
ALL = re.compile(r"^(?:all|every|each)(?:\s+(?:of\s+)?the)?\s+")
LONGEST = 30


def resolve_layers(scene: Scene, words: str) -> list[str]:
    """The ids of the layers that are meant. Raises OperationRefused, naming what there is."""
    if any(layer.id == words.strip() for layer in scene.layers):
        return [words.strip()]
    plain = BEFORE.sub("", words.strip(" “”\"'").casefold())
    core = ALL.sub("", plain)
    kind = KINDS.get(core) or KINDS.get(core.removesuffix("s"))
    if core in HEADINGS or core.removesuffix("s") in HEADINGS:
        found = [layer.id for layer in scene.layers if isinstance(layer, Text) and layer.role == "heading"]
        return _one_or_all(scene, words, found[:1] if core in HEADINGS else found, is_all=True)
    if kind:
        found = [layer.id for layer in scene.layers if layer.type == kind]
        return _one_or_all(scene, words, found, is_all=core != plain or core not in KINDS)
    found = [layer.id for layer in scene.layers if isinstance(layer, Text) and plain in layer.text.casefold()]
    return _one_or_all(scene, words, found if plain else [], is_all=False)


def _one_or_all(scene: Scene, words: str, found: list[str], *, is_all: bool) -> list[str]:
    if not found or (len(found) > 1 and not is_all):
        which = "is not there" if not found else "may be several"
        there = ", ".join(_describe(layer) for layer in scene.layers) or "nothing"
        raise OperationRefused(f"“{words}” {which} in the scene “{scene.name}”; there is {there}.")
    return found


def _describe(layer: AnyLayer) -> str:
    words = " ".join(layer.text.split()) if isinstance(layer, Text) else layer.type
    return f"{layer.id} ({words if len(words) <= LONGEST else words[: LONGEST - 1] + '…'})"
