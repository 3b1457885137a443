"""Words and code on request: a voice-over of a given length, the plan as JSON, CSS or Python."""

import json
import re

from orchestrator.llm.demo import brief, drafting, durations
from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.narration import MAX_WORDS, narration
from orchestrator.llm.demo.numbers import NUMBER, value
from orchestrator.llm.demo.plan import Plan
from orchestrator.llm.demo.reply import Reply

WORDS_PER_SECOND = 2.5  # an unhurried speaker: 150 words a minute
USUAL_WORDS = 60
_TEXT = (
    r"(?:voice[\s-]?overs?|narrations?|scripts?|monologues?|speech|speeches|speaker texts?|texts?|stor(?:y|ies)|essays?"
    r"|paragraphs?|copy|articles?|poems?)"
)
_WORDS = re.compile(rf"\b(?P<count>{NUMBER})[\s-]*words?\b", re.I)
_SPOKEN = re.compile(r"\b(?:voice[\s-]?over|narration|script|monologue|speaker text)\b", re.I)
_WRITE = re.compile(r"\b(?:write|draft|compose|give|need|want|make|create|prepare|do|add|read|tell)\b", re.I)
_OWN_VIDEO = re.compile(
    r"^(?:(?:the|this|that|your|my|our)\s+)?(?:plan|video|project|it|scenes?|intro|clip|ad|film|draft)?$", re.I
)
_LANGUAGE = re.compile(
    r"\b(?:as|in|to|the|its|some|me|write|show|print|get|export|of|want)\s+(?:(?:a|the|some|plain|valid)\s+)?"
    r"(json|css|python|code|javascript|typescript|yaml|html|xml)\b",
    re.I,
)


def voice_over(talk: Conversation) -> Reply | None:
    """ "Write a 300 word voice-over about coffee": exactly that many words, and nothing besides them."""
    counted = _WORDS.search(talk.message)
    if not counted and not (_SPOKEN.search(talk.message) and _WRITE.search(talk.message)):
        return None
    if not counted and re.search(r"\b(?:video|clip|reel)\b.{0,60}\bwith\b", talk.message, re.I):
        return None  # a video with a voice-over is a brief
    lengths = durations.find(talk.message)
    if counted:
        words = round(value(counted["count"]))
    elif lengths or talk.plan:
        words = round((lengths[0].seconds if lengths else talk.plan.seconds if talk.plan else 0) * WORDS_PER_SECOND)
    else:
        words = USUAL_WORDS
    if not 1 <= words <= MAX_WORDS:
        return Reply(_cannot_write(talk, words))
    return Reply(narration(words, _subject(talk), talk.voice))


def _cannot_write(talk: Conversation, words: int) -> str:
    if words < 1:
        return "A text of no words is easily written: here it ends. Tell me **how many words** you would like."
    starts = ("That is more than I write in one go", "So long a text is beyond one answer of mine")
    return f"{talk.voice.pick(starts)}: **{MAX_WORDS} words** at most. Ask for a part of it, and then for the next."


def _subject(talk: Conversation) -> str:
    left = _WORDS.sub(" ", talk.message)
    left = re.sub(rf"\b{_TEXT}\b", " | video ", left, count=1, flags=re.I)
    subject = brief.read(left).subject
    if _OWN_VIDEO.fullmatch(subject):
        return _subject_so_far(talk)
    return subject


def _subject_so_far(talk: Conversation) -> str:
    if talk.plan is None:
        return ""
    briefs = (brief.read(message) for message in reversed(talk.earlier))
    return next((said.subject for said in briefs if said.kind and said.subject), talk.plan.title)


def as_code(talk: Conversation) -> Reply | None:
    """The plan in a fenced block. It is the plan so far, or one drafted from the message."""
    wanted = _LANGUAGE.search(talk.message)
    if not wanted or re.search(
        r"\b(?:about|for|on)\s+(?:\w+\s+)?(?:json|css|python|code|javascript|html)\b", talk.message, re.I
    ):
        return None
    said = brief.read(_LANGUAGE.sub(" ", talk.message))
    if talk.plan:
        plan = talk.plan
    elif said.subject and said.kind:
        plan = drafting.draft(said, talk.message, talk.voice).plan
    else:
        return Reply("There is no plan yet that I could write down as code. Tell me **what the video is about** first.")
    language = wanted[1].lower()
    block = {"css": _css, "python": _python}.get(language, _json)(plan)
    lead = talk.voice.pick(
        (f"**{plan.title}**, written down:", "Here it is, ready to copy:", f"The plan for **{plan.title}**:")
    )
    other = (
        ""
        if language in ("json", "css", "python", "code")
        else f"\n\nI write JSON, CSS and Python, so this is JSON instead of {wanted[1]}."
    )
    return Reply(f"{lead}\n\n{block}{other}")


def _json(plan: Plan) -> str:
    scenes = [{"name": scene.name, "seconds": scene.seconds, "picture": scene.picture} for scene in plan.scenes]
    document = {"title": plan.title, "shape": plan.shape, "seconds": plan.seconds, "scenes": scenes}
    return f"```json\n{json.dumps(document, indent=2, ensure_ascii=False)}\n```"


def _css(plan: Plan) -> str:
    colours = re.findall(r"([\w ]+?) `(#[0-9a-f]{6})`", plan.colours.partition(": ")[2])
    lines = "\n".join(f"  --{name.strip().replace(' ', '-')}: {code};" for name, code in colours)
    return f"```css\n:root {{\n{lines}\n}}\n```"


def _python(plan: Plan) -> str:
    scenes = "\n".join(f"    ({scene.name!r}, {scene.seconds:g})," for scene in plan.scenes)
    return f"```python\nscenes = [\n{scenes}\n]\ntotal = sum(seconds for _, seconds in scenes)  # {plan.seconds:g}\n```"
