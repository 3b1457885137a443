"""Pictures in scenes: "put this picture into scene 2", "use the logo in the corner of the first scene", "a dotted pattern"."""

import re

from orchestrator.llm.demo import durations
from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.pictures import Picture
from orchestrator.llm.demo.reply import Reply, ToolCall, question
from orchestrator.llm.demo.studio import meant
from orchestrator.llm.demo.studio.parts import Clause
from orchestrator.llm.demo.studio.videos import Scene

NOUN = (
    r"(?:pictures?|photos?|photographs?|images?|pics?|logos?|screenshots?|uploads?|illustrations?|icons?|drawings?)\b"
    r"(?!\s+(?:sting|scene|slide)\b)"
)
_WHOSE = r"(?:this|that|these|those|the|my|our|an?|both)"
_THING = re.compile(rf"\b(?:{_WHOSE}\s+(?:(?!scene\b)[\w-]+\s+){{0,2}}?)?{NOUN}", re.I)
_POINTED = re.compile(r"\b(?:this|that|it|these|those|them)\b(?!\s+(?:scene|slide|shot|video)\b)", re.I)
_VERB = re.compile(r"\b(?:put|use|add|place|insert|show|include|display|set|drop|paste)\b", re.I)
NEW_SCENE = re.compile(
    r"\b(?:an?|another|new|one more)\s+(?:(?!(?:to|in|into|of|for|on|at|behind|over)\b)[\w-]+\s+){0,4}?(?:scene|slide|shot)\b",
    re.I,
)
_PLACES = {
    "background": r"\b(?:back(?:ground|drop)|behind|full[\s-]?screen|fill(?:ing|s)?)\b",
    "corner": r"\bcorner\b",
    "middle": r"\b(?:middle|cent(?:er|re))\b",
}
_PATTERNS = {
    "dots": r"dot(?:s|ted|ty)?|polka[\s-]?dots?",
    "stripes": r"strip(?:es?|ed|y)",
    "waves": r"wav(?:es?|y)",
    "rings": r"rings?|circles?|ripples?",
    "confetti": r"confetti",
    "triangles": r"triang(?:les?|ular)|geometric",
}
_PATTERN = re.compile(
    rf"\b(?:(?P<before>{'|'.join(_PATTERNS.values())})\s+)?(?:pattern|texture)\b(?:\s+of\s+(?P<after>\w+))?"
    r"|\b(?P<alone>dots|stripes|waves|rings|confetti|triangles)\b",
    re.I,
)
ROOMY = ("split_image", "logo_sting")  # templates that have a place for a picture
NO_PICTURE = (
    "There is no picture in this project yet. Put one to your message (the button beside the box, paste or drop it), "
    "then say where it goes: *put this picture into scene 2*."
)


def pictured(clause: Clause) -> list[ToolCall]:
    """What is shown where. Raises OperationRefused for a scene that is not there, Unclear for one that is not named."""
    if not _VERB.search(clause.text) or NEW_SCENE.search(clause.text):
        return []
    if pattern := _pattern(clause.text):
        name, rest = pattern
        return [_call({"pattern": name}, clause.target(n), _place(rest)) for n in _scenes(clause, rest)]
    found = _said(clause)
    if found is None:
        return []
    rest = f"{clause.text[: found.start()]}{' ' * len(found[0])}{clause.text[found.end() :]}"
    scenes = _scenes(clause, rest)
    chosen = _chosen(clause.talk, found[0])
    if len(chosen) == 1:
        chosen *= len(scenes)
    return [
        _call({"asset_id": picture.id}, clause.target(n), _place(rest) or _usual_place(picture, clause.video.scenes[n]))
        for picture, n in zip(chosen, scenes, strict=False)
    ]


def none_yet(talk: Conversation) -> Reply | None:
    """A picture is meant to be shown, and there is none."""
    if talk.pictures or talk.attached or talk.video is None or _pattern(talk.message):
        return None
    found = _THING.search(talk.message)
    if not found or not _VERB.search(talk.message) or NEW_SCENE.search(talk.message):
        return None
    is_shown = re.search(
        rf"\b(?:in|into|to|on|as|of|behind|onto)\b|{_PLACES['corner']}", talk.message[found.end() :], re.I
    )
    return Reply(NO_PICTURE) if is_shown and not durations.find(talk.message) else None


def where(talk: Conversation) -> Reply | None:
    """Pictures came, and it was not understood what for."""
    if not talk.attached or talk.video is None:
        return None
    names = ", ".join(f"**{plain(picture.name)}**" for picture in talk.attached)
    count = min(3, len(talk.video.scenes))
    options = [f"Put the picture into scene {n}" for n in range(1, count + 1)]
    options += ["Use the picture as the background of scene 1", "Put the picture in the corner of scene 1"]
    return question("Where shall it go?", options, f"I have {names} now.", "Then I put it there.")


def _pattern(text: str) -> tuple[str, str] | None:
    """The pattern, and the clause without it."""
    if not (match := _PATTERN.search(text)):
        return None
    said = match["before"] or match["after"] or match["alone"] or "dots"
    name = next((name for name, words in _PATTERNS.items() if re.fullmatch(words, said, re.I)), "dots")
    return name, f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"


def _said(clause: Clause) -> re.Match[str] | None:
    """Where the clause names a picture; none if it speaks of something else, or of a picture that is not there."""
    talk = clause.talk
    if talk.attached:
        return _THING.search(clause.text) or _POINTED.search(clause.text)
    found = _THING.search(clause.text) if talk.pictures else None
    if found is None:
        return None
    rest = clause.text[: found.start()] + clause.text[found.end() :]
    is_shown = _place(rest) or meant.find(rest, clause.video) or meant.focus(rest, scene_only=True)
    return found if is_shown and not durations.find(rest) else None


def _chosen(talk: Conversation, said: str) -> list[Picture]:
    """Those of the message; else the upload that is called so, else the newest."""
    if talk.attached:
        return list(talk.attached)
    if "logo" in said.lower() and (logos := [picture for picture in talk.pictures if picture.is_logo]):
        return logos[:1]
    named = [
        picture for picture in talk.pictures if picture.shows and picture.shows.casefold() in talk.message.casefold()
    ]
    return named[:1] or list(talk.pictures[:1])


def _scenes(clause: Clause, rest: str) -> list[int]:
    """Where it goes, from 0; a scene with room for a picture, if none is named."""
    if found := meant.find(rest, clause.video):
        more = meant.find(rest[found.end :], clause.video)
        return list(dict.fromkeys([*found.places, *(more.places if more else ())]))
    if span := meant.focus(rest, scene_only=True):
        return [clause.focused(span)]
    if clause.focus is not None:
        return [clause.focus]
    return [next((n for n, scene in enumerate(clause.video.scenes) if scene.template == "split_image"), 0)]


def _place(rest: str) -> str | None:
    return next((place for place, words in _PLACES.items() if re.search(words, rest, re.I)), None)


def _usual_place(picture: Picture, scene: Scene) -> str | None:
    """A logo that fills the canvas would be cut."""
    return "corner" if picture.is_logo and scene.template not in ROOMY else None


def _call(what: dict[str, str], target: str, place: str | None) -> ToolCall:
    return ToolCall("add_asset", shown_in(what, target, place))


def shown_in(what: dict[str, str], target: str, place: str | None) -> dict[str, str]:
    """The arguments of add_asset."""
    return {**what, "scene": target, **({"place": place} if place else {})}


def plain(name: str) -> str:
    """A name cannot become Markdown."""
    return re.sub(r"[\\`*_\[\]<>#|~]", "", name)[:60]
