"""New scenes: what they are about, where they go, how long they are."""

import re
from typing import Any

from orchestrator.llm.demo import brief, durations, titles
from orchestrator.llm.demo.brief import Brief
from orchestrator.llm.demo.reply import ToolCall
from orchestrator.llm.demo.studio.copybank import ANY, copy_for
from orchestrator.llm.demo.studio.order import where as before_place
from orchestrator.llm.demo.studio.parts import Clause, unquoted
from orchestrator.llm.demo.studio.scenes import LONGEST_SCENE
from orchestrator.llm.demo.studio.slots import FILLED, SENTENCE, main_slots, short

_ADD = re.compile(r"\b(?:add|insert|append|include)\s+(?P<rest>.+)", re.I | re.S)
_PLACE = re.compile(
    r",?\s+(?:(?:at|to|in)\s+the\s+(?:very\s+)?(?:start|beginning|end|front)\b|(?:right\s+)?(?:before|after)\s+(?=the|scene)).*",
    re.I,
)
_NAMED = re.compile(r"\b(?:called|named|titled)\s+(?P<name>`[^`]+`|\"[^\"]+\"|“[^”]+”|.+)", re.I)


def added(clause: Clause) -> list[ToolCall]:
    if not (match := _ADD.search(clause.text)):
        return []
    rest, where = match["rest"], _where_added(match["rest"], clause)
    lengths = durations.find(rest)
    for span in reversed(lengths):
        rest = re.sub(r"\s+(?:for|of|lasting)\s*$", "", rest[: span.start]) + " " + rest[span.end :]
    named = _NAMED.search(rest)
    name = re.sub(r"\s+", " ", named["name"]).strip(' `"“”.,') if named else ""
    subject = _subject(_NAMED.sub("", rest))
    if not (subject or name or re.search(r"\b(?:scene|slide|shot)\b", rest, re.I)):
        return []
    title = clause.talk.name or (clause.talk.plan.title if clause.talk.plan else "")
    scene = one_scene(subject, name, {each.name for each in clause.video.scenes}, title)
    if scene["template"] in ("call_to_action", "logo_sting"):
        scene |= {"name": scene["name"], "slots": FILLED[scene["template"]](name or title, copy_for(title))}
    if quoted := re.search(r"\b(?:saying|says?|that reads|with the (?:text|words))\s+(.+)", rest, re.I):
        text = unquoted(quoted[1])
        scene |= {"template": "title", "slots": main_slots("title", text), "name": name or text[:60]}
    seconds = min(LONGEST_SCENE, max(0.5, lengths[0].seconds)) if lengths else None
    return [ToolCall("add_scene", {**scene, "seconds": seconds, "at": where})]


def _where_added(rest: str, clause: Clause) -> int | None:
    match = _PLACE.search(rest)
    where = before_place(match[0], clause) if match else None
    return None if where is None or where == len(clause.video.scenes) else where + 1


def _subject(rest: str) -> str:
    """ "a scene about latte art at the end" and "a call to action scene" both say what it is about."""
    rest = _PLACE.sub("", rest)
    about = re.search(r"\b(?:scene|slide|shot)\s+(?:about|of|on|with|showing|for|where|that shows)\s+(.+)", rest, re.I)
    written = about[1] if about else re.sub(r"\b(?:scene|slide|shot)\b.*", "", rest, flags=re.I)
    written = re.sub(r"^\W*(?:(?:an?|another|one|more|new|extra|short|long|second)\b\s*)+", "", written, flags=re.I)
    return brief.unquoted(written)[:80]


def one_scene(written: str, named: str, taken: set[str], title: str) -> dict[str, Any]:
    """A new scene about what is `written`, which may be "" or "subject: text": name, template and slots."""
    subject, _, text = (part.strip() for part in written.partition(":"))
    template = _template_for(subject)
    own = copy_for(subject)
    copy = copy_for(title) if own is ANY else own
    shown = titles.fitting(Brief(subject=subject, kind="Video")) if subject else ""
    fresh = shown or "One more thing"
    name = short(named or fresh, 60)
    if not named and name.casefold() in {each.casefold() for each in taken}:
        name = next(f"{name[:56]} {n}" for n in range(2, 99) if f"{name[:56]} {n}".casefold() not in taken)
    slots = FILLED[template](named or fresh, copy)
    if template == "split_image":
        slots = main_slots(template, named or fresh) | {"text": short(text or copy.line, SENTENCE)}
    return {"name": name, "template": template, "slots": slots}


def _template_for(subject: str) -> str:
    kinds = {
        r"call to action|\bcta\b|sign up|subscribe": "call_to_action",
        r"\blogo\b": "logo_sting",
        r"features?|benefits|reasons|highlights": "feature_list",
        r"\bsteps?\b|how it works|process": "steps",
        r"quote|testimonial": "quote",
        r"before and after|comparison|versus": "comparison",
        r"\btitle\b|opening(?! hours)|intro": "title",
        r"statistic|number": "statistic",
    }
    return next((name for words, name in kinds.items() if re.search(words, subject, re.I)), "split_image")
