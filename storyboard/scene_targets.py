"""Which scenes are meant: "scene 2", "the last two", "the CTA scene", "it". Never a guess: what is not clear is refused."""

import re

from storyboard.changes import OperationRefused
from storyboard.list_positions import list_positions
from storyboard.schema import Storyboard

FOCUS = {"it", "this", "that", "this one", "that one", "current", "selected", "the same", "same", "here"}
ALL = {"all", "all of them", "everything", "every", "each", "them all", "whole video", "all the"}
EXCEPT = re.compile(r"^(.*?)\s*\b(?:except for|except|apart from|other than|but)\s+(.+)$")
AND = re.compile(r"\s*(?:,\s*and\b|,|&|\+|\band\b|\bas well as\b)\s*")
NOUN = r"(?:scenes?|slides?|ones?|shots?|clips?)"
BEFORE = re.compile(rf"^(?:(?:the|my|our|a|{NOUN}|number|no\.?|called|named)\s+|#\s*)")
AFTER = re.compile(rf"\s+{NOUN}$")


def resolve(document: Storyboard, words: str, focus: str | None = None) -> list[str]:
    """The ids of the scenes that are meant, in their order. Raises OperationRefused, naming what there is."""
    if not document.scenes:
        raise OperationRefused("There are no scenes yet.")
    if any(scene.id == words.strip() for scene in document.scenes):
        return [words.strip()]
    ids = set(_resolve_words(document, _plain(words), focus))
    return [scene.id for scene in document.scenes if scene.id in ids]


def list_scenes(document: Storyboard) -> str:
    return ", ".join(f"{number} “{scene.name}”" for number, scene in enumerate(document.scenes, start=1))


def _resolve_words(document: Storyboard, words: str, focus: str | None) -> list[str]:
    one = _resolve_one(document, words, focus)
    if one is not None:
        return one
    if found := EXCEPT.match(words):
        without = _resolve_words(document, found[2], focus)
        return [each for each in _resolve_words(document, found[1], focus) if each not in without]
    parts = [part for part in AND.split(words) if part]
    if len(parts) > 1:
        return [each for part in parts for each in _resolve_words(document, part, focus)]
    raise OperationRefused(f"There is no scene “{words}”; there is {list_scenes(document)}.")


def _resolve_one(document: Storyboard, words: str, focus: str | None) -> list[str] | None:
    """The scenes that one phrase means; None if it is several phrases, or unknown."""
    core = _core(words)
    if words in FOCUS or core in FOCUS or not core:
        return [_focused_scene(document, focus)]
    if words in ALL or core in ALL:
        return [scene.id for scene in document.scenes]
    named = [scene.id for scene in document.scenes if _plain(scene.name) == words]
    numbered = _find_by_number(document, core)
    if named and numbered and named != numbered:
        raise OperationRefused(f"“{words}” may be a name or a number; there is {list_scenes(document)}.")
    return _require_one(document, words, named) or numbered or _find_by_name(document, core)


def _find_by_number(document: Storyboard, core: str) -> list[str] | None:
    found = list_positions(core, len(document.scenes))
    if found is None:
        return None
    if not found or not all(1 <= each <= len(document.scenes) for each in found):
        raise OperationRefused(f"There is no scene {core}; there is {list_scenes(document)}.")
    return [document.scenes[each - 1].id for each in found]


def _find_by_name(document: Storyboard, core: str) -> list[str] | None:
    """The whole name before its words, its words before its letters; two that fit equally well are asked about."""
    fits = (
        lambda name: name == core or _core(name) == core or _initials(name) == core or core == name.replace(" ", ""),
        lambda name: re.search(rf"(?<!\w){re.escape(core)}(?!\w)", name) is not None,
        lambda name: len(core) >= 3 and core in name,
    )
    for fit in fits:
        found = [scene.id for scene in document.scenes if fit(_plain(scene.name)) or fit(scene.id.replace("-", " "))]
        if found:
            return _require_one(document, core, found)
    return None


def _require_one(document: Storyboard, words: str, found: list[str]) -> list[str]:
    if len(found) > 1:
        fitting = [f"{n} “{scene.name}”" for n, scene in enumerate(document.scenes, start=1) if scene.id in found]
        raise OperationRefused(f"“{words}” may be any of {', '.join(fitting)}: say its number.")
    return found


def _focused_scene(document: Storyboard, focus: str | None) -> str:
    if any(scene.id == focus for scene in document.scenes):
        return str(focus)
    if len(document.scenes) == 1:
        return document.scenes[0].id
    raise OperationRefused(f"It is not clear which scene is meant; there is {list_scenes(document)}.")


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[“”„\"«»?!]|(?<!\w)'|'(?!\w)|\.(?=\s|$)", " ", words)).strip().casefold()


def _core(words: str) -> str:
    """Without what stands around a number or a name: "the scene called logo" is "logo"."""
    if re.fullmatch(rf"(?:the\s+)?{NOUN}", words):
        return ""
    shorter = AFTER.sub("", BEFORE.sub("", words))
    return words if shorter == words else _core(shorter)


def _initials(name: str) -> str:
    """Call to action: cta."""
    words = re.findall(r"\w+", name)
    return "".join(word[0] for word in words) if len(words) > 1 else ""
