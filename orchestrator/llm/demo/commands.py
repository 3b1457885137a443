"""The commands that the demo knows exactly (`projects.demo_offers` shows them), and the report of their results."""

import re
from collections.abc import Mapping

from orchestrator.llm.demo.script import Call, Json, Result, Script, Step
from storyboard.formats import FORMAT_NAMES, RATIOS
from storyboard.palettes import PALETTES

_FORMATS = {
    **{name.replace("-", " "): name for name in FORMAT_NAMES},
    **RATIOS,
    "vertical": "portrait",
    "horizontal": "landscape",
}
_SCENE = r"(?:the\s+)?(?P<target>first scene|last scene|scene\s+\d{1,2})"
_SCENES = r"(?P<targets>scenes?\s+\d{1,2}(?:\s*(?:,\s*and|,|and)\s*\d{1,2})*|first scene|last scene)"
_SECONDS = r"(?P<seconds>\d{1,3}(?:\.\d)?)\s*(?:seconds?|secs?|s)(?:\s+long)?"
_VIDEO = r"(?:it|(?:the|my)\s+video)"
_QUOTES = ("“{}”", '"{}"', "„{}“", "'{}'", "«{}»")


def _quote_pattern(name: str) -> str:
    """Words between quotes of one kind; its groups are called `name`0, `name`1, …"""
    return "(?:" + "|".join(kind.format(rf"(?P<{name}{place}>.+?)") for place, kind in enumerate(_QUOTES)) + ")"


# A tool, and the whole sentences that call it. Each named group is an argument of the tool.
_KNOWN = (
    ("delete_scenes", rf"(?:delete|remove)\s+(?:the\s+)?{_SCENES}"),
    ("move_scene", rf"move\s+{_SCENE}\s+to\s+(?:(?:the|place|position)\s+)?(?P<to>[1-9]\d?|start|front|end)"),
    ("set_duration", rf"make\s+{_VIDEO}\s+{_SECONDS}"),
    ("set_duration", rf"make\s+{_SCENE}\s+{_SECONDS}"),
    ("replace_text", rf"(?:change|replace)\s+{_quote_pattern('old')}\s+(?:to|by|with)\s+{_quote_pattern('new')}"),
    ("set_style", rf"use\s+(?:the\s+)?(?P<palette>{'|'.join(PALETTES)})\s+colou?rs"),
    ("set_style", r"use\s+(?:the\s+colou?r\s+)?(?P<palette>#[0-9a-f]{6})"),
    ("set_format", rf"make\s+{_VIDEO}\s+(?P<format>{'|'.join((*_FORMATS, *FORMAT_NAMES))})"),
    ("undo_change", r"undo(?:\s+(?:it|that|this|the\s+last\s+change))?"),
    ("export_video", rf"(?:export|download)(?:\s+{_VIDEO})?(?:\s+as\s+(?:an\s+)?mp4)?"),
)
_FORMS = tuple((tool, re.compile(pattern, re.I | re.S)) for tool, pattern in _KNOWN)
_CHANGED_LENGTH = re.compile(rf"(make\s+)it(\s+{_SECONDS})", re.I)
_POLITE = re.compile(r"^please,?\s+|,?\s+(?:please|thanks|thank you)$", re.I)


def find_command(message: str, scenes: int, chosen: int | None = None) -> Script | None:
    """None if the message is not wholly one of the commands. `scenes`: how many the video has; `chosen`: which one "it" is."""
    text = _POLITE.sub("", message.strip(" \t\n.!"))
    if chosen:
        text = _CHANGED_LENGTH.sub(rf"\1scene {chosen}\2", text)
    for tool, form in _FORMS:
        if match := form.fullmatch(text):
            return Script((Step("", (Call(tool, _arguments(match.groupdict(), scenes)),)),), _report)
    return None


def _arguments(groups: Mapping[str, str | None], scenes: int) -> Json:
    found: Json = {name.rstrip("01234"): words for name, words in groups.items() if words}
    if "seconds" in found:
        found["seconds"] = float(found["seconds"])
    if "to" in found:
        places = {"start": 1, "front": 1, "end": max(scenes, 1)}
        found["to"] = places.get(found["to"].lower()) or int(found["to"])
    for name in ("palette", "format"):
        if name in found:
            found[name] = _FORMATS.get(found[name].lower(), found[name].lower())
    return found


def _report(results: tuple[Result, ...]) -> str:
    """Repeat the summary of the tool, and add nothing."""
    if not results:
        return "That cannot be done here. Nothing changed."
    last = results[-1]
    if last.error:
        return f"Nothing changed. {last.error[:1].upper()}{last.error[1:]}"
    if isinstance(asset := last.payload.get("asset"), dict):
        text = f"**{asset.get('name')}** is ready: **Download** is on its card."
    else:
        text = str(last.payload.get("summary", "Done."))
    note = last.payload.get("note")
    return f"{text.rstrip('.')}. {note}" if note else text
