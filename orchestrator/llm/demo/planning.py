"""Answers around a plan: draft one, change it, take a change back, tell of it, ask what is missing."""

import re
from dataclasses import replace

from orchestrator.llm.demo import brief, drafting, edits, targets, titles
from orchestrator.llm.demo.brief import Brief
from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.drafting import the
from orchestrator.llm.demo.durations import spoken
from orchestrator.llm.demo.plan import Plan
from orchestrator.llm.demo.reply import Reply, ToolCall, question
from orchestrator.llm.demo.subjects import KIND
from orchestrator.llm.demo.voice import Voice

NEW = re.compile(
    rf"\b(?:an?|another|new|one|\d+|short)\b[^.]{{0,60}}\b{KIND}\b|^\W*{KIND}\b|\b(?:make|do|create)\s+(?:me\s+)?something\s+(?:for|about)\b",
    re.I,
)
_OLD = re.compile(r"\b(?:scenes?|it|the\s+(?:plan|video|intro|ad|clip|film|whole|draft))\b", re.I)
BETTER = re.compile(
    r"\b(?:better|improve|nicer|cooler|polish|spice|jazz|pop|wow|more\s+(?:exciting|interesting|fun|professional|engaging|punch\w*|life))\b",
    re.I,
)
_ANYTHING = re.compile(
    r"\b(?:surprise me|you (?:choose|decide|pick)|your choice|up to you)\b|^\W*(?:anything|whatever)\W*$", re.I
)
_BUILD = re.compile(
    r"\b(?:build|render|export|download|publish|go ahead|go for it|do it|start (?:it|now|building)"
    r"|make (?:it|the video|the scenes?) now)\b"
    r"|^\W*(?:yes|yeah|yep|sure|ok|okay|perfect|great|looks good|sounds good)\b[\s\w,]{0,25}\W*$",
    re.I,
)
UNDO = re.compile(r"\b(?:undo|revert|take (?:that|it) back|go back|as it was|the one before)\b", re.I)
_TELL = re.compile(
    r"^\W*(?:how (?:long|many)|what(?:'s| is| are| was)|which|list|repeat|remind me|summari[sz]e"
    r"|(?:show|tell)(?: me)? (?:the|it|about|again))\b",
    re.I,
)
IDEAS = (
    "a coffee shop that opens before sunrise",
    "the last lighthouse on the coast",
    "a bakery on a Sunday morning",
    "a night train through the mountains",
)


def new_plan(talk: Conversation) -> Reply | None:
    """Draft a plan from a brief."""
    said = whole_brief(talk)
    return _drafted(said, talk) if said else None


def whole_brief(talk: Conversation) -> Brief | None:
    """Return a brief for a new video; what an earlier message said that was no whole brief yet is part of it."""
    said = brief.read(talk.message)
    if talk.plan and (
        not NEW.search(talk.message) or re.search(r"\bscene\s+\w+\b.{0,60}\b(?:about|show)|\badd\b", talk.message, re.I)
    ):
        return None
    if not talk.plan:
        if _ANYTHING.search(talk.message):
            said = said.completed_by(Brief(subject=talk.voice.pick(IDEAS)))
        said = _with_what_was_said(said, talk)
    if not (said.subject or said.name) or not _is_brief(said, talk):
        return None
    return said


def _with_what_was_said(said: Brief, talk: Conversation) -> Brief:
    if not talk.earlier or titles.asked_name(talk.earlier[-1]):
        return said
    before = brief.read(talk.earlier[-1])
    waiting = not before.subject and (before.says_something or before.palette or BETTER.search(talk.earlier[-1]))
    return before.completed_by(said) if waiting else said


def _is_brief(said: Brief, talk: Conversation) -> bool:
    """A subject alone is a brief only as the answer to a question of ours."""
    if _ANYTHING.search(talk.message):
        return True
    if said.kind or said.seconds or said.scenes or said.shape or NEW.search(talk.message):
        return True
    if re.match(r"\W*(?:an?\s+\w+\s+)?(?:about|make|create|plan|design|produce)\b", talk.message, re.I):
        return True
    asked_before = bool(talk.earlier) and bool(BETTER.search(talk.earlier[-1]))
    return asked_before and len(talk.message.split()) <= 8


def _drafted(said: Brief, talk: Conversation) -> Reply:
    voice = talk.voice
    about = said.name or the(said.subject)
    titled = said if said.title or talk.plan else replace(said, title=talk.asked_title)
    made = drafting.draft(titled, " ".join((*talk.earlier[-1:], talk.message)), voice)
    starts = (
        f"Here is how I would tell it, from the first picture of {about} to the last.",
        f"This is my plan for {about}: one idea per scene, nothing that has to be explained.",
        f"I would keep it calm and clear, and let {about} carry it.",
        f"Short scenes, one thought each; {about} in the middle of all of them.",
    )
    notes = f"*{' '.join(made.notes)}*" if made.notes else ""
    text = "\n\n".join(part for part in (voice.pick(starts), made.plan.markdown(), notes, _offer(voice)) if part)
    if not said.title and (talk.has_title or talk.plan):
        return Reply(text)
    leads = (
        f"A video about **{about}**: I like it. First a name for the project.",
        f"**{about[0].upper()}{about[1:]}**, good. Let me name the project, then plan it.",
        f"I can see **{about}** already. A working title first.",
    )
    call = ToolCall("set_title", {"title": titles.fitting(said), "asked": bool(said.title)})
    return Reply(text, (call,), voice.pick(leads), text)


def _offer(voice: Voice) -> str:
    return voice.pick(
        (
            "This is a plan in words; nothing is built yet. Shall I change a length, the order or the colours?",
            "So far it is a draft on paper. Tell me what to change: *make scene 2 three seconds*, for example.",
            "Nothing of it is built yet, so changes are cheap: another order, other colours, a scene more or less?",
            "It is only a draft. Would you like a **voice-over** to go with it, or another look?",
        )
    )


def change(talk: Conversation) -> Reply | None:
    """Say the plan again with what the message changes in it."""
    if talk.plan is None:
        return None
    try:
        plan, done = edits.apply(talk.message, talk.plan, talk.voice)
    except targets.NoSuchScene as missing:
        names = ", ".join(f"{place}. **{scene.name}**" for place, scene in enumerate(talk.plan.scenes, start=1))
        return Reply(
            f"I find no *{missing}* in the plan. It has {len(talk.plan.scenes)}: {names}. Which one do you mean?"
        )
    if not done:
        return None
    changes = "; ".join(done)
    starts = ("In the plan, {}.", "Noted in the draft: {}.", "On paper it now reads so: {}.")
    return Reply(_restated(plan, talk.plan, talk.voice.pick(starts).format(changes), talk.voice))


def _restated(plan: Plan, before: Plan, start: str, voice: Voice) -> str:
    total = (
        f" The total is **{spoken(plan.seconds)}** instead of {spoken(before.seconds)}."
        if plan.seconds != before.seconds
        else ""
    )
    return f"{start}{total}\n\n{plan.markdown()}\n\n{_offer(voice)}"


def undo(talk: Conversation) -> Reply | None:
    if talk.plan is None or not UNDO.search(talk.message):
        return None
    earlier = [plan for plan in talk.plans if plan != talk.plan]
    if not earlier:
        return Reply("There is no earlier draft to go back to: this is the first one. Tell me what to change in it.")
    start = talk.voice.pick(("Back to the draft before.", "The draft before that one, word for word."))
    return Reply(_restated(earlier[-1], talk.plan, start, talk.voice))


def better(talk: Conversation) -> Reply | None:
    """Better in which way? One question, with answers that can be acted on."""
    if not BETTER.search(talk.message):
        return None
    voice = talk.voice
    if talk.plan is None:
        asks = ("What should the video be about?", "Better than what? Tell me what the video is about.")
        options = [
            f"A {seconds} second video about {idea}"
            for seconds, idea in zip((15, 20, 30), voice.shuffled(IDEAS), strict=False)
        ]
        lead = voice.pick(("There is nothing planned yet that I could improve.", "I would, but there is no plan yet."))
        return question(voice.pick(asks), options, lead, "As soon as I know that, I draft a plan.")
    asks = ("What would make it better for you?", "Which way should it go?")
    options = [
        "Make the opening shorter",
        "Use brighter colours",
        f"Add a scene about {voice.pick(('the people', 'the place', 'the detail'))}",
    ]
    return question(voice.pick(asks), options, "Better can mean several things.", "Your answer decides what I change.")


def tell(talk: Conversation) -> Reply | None:
    """Answer a question about the plan from the plan."""
    if talk.plan is None or not asks_about(talk):
        return None
    plan, message = talk.plan, talk.message
    if re.search(r"how long|length|duration", message, re.I):
        return Reply(f"The plan adds up to **{spoken(plan.seconds)}**, over {len(plan.scenes)} scenes.")
    if re.search(r"how many", message, re.I):
        return Reply(f"**{len(plan.scenes)} scenes**, {spoken(plan.seconds)} together.")
    if re.search(r"colou?r|palette", message, re.I):
        return Reply(f"The plan uses {plan.colours}.")
    start = talk.voice.pick(("The plan as it stands:", "This is where we are:", "Once more, from the top:"))
    return Reply(f"{start}\n\n{plan.markdown()}")


def asks_about(talk: Conversation) -> bool:
    """Whether the message is a question about what there is."""
    about = _OLD.search(talk.message) or re.search(r"\b(?:plan|colou?rs?|long|scenes)\b", talk.message, re.I)
    return bool(_TELL.search(talk.message) and about)


def build(talk: Conversation) -> Reply | None:
    if talk.plan is None or not _BUILD.search(talk.message):
        return None
    sayings = (
        f"**{talk.plan.title}** stands as a plan, and that is as far as I go: I draft, I cannot build scenes.",
        f"I would love to see it move, but all I can do is plan: **{talk.plan.title}** stays a draft in words.",
    )
    more = talk.voice.pick(("I can write its voice-over, though.", "The plan as JSON might help whoever builds it."))
    return Reply(f"{talk.voice.pick(sayings)} {more}")


def missing_subject(talk: Conversation) -> Reply | None:
    """A brief that does not say what the video is about."""
    said = brief.read(talk.message)
    if talk.plan or not (said.kind or said.seconds or said.scenes or said.shape):
        return None
    known = [
        part
        for part in (
            spoken(said.seconds) if said.seconds else "",
            said.shape,
            said.palette.look if said.palette else "",
        )
        if part
    ]
    lead = f"Noted: {', '.join(known)}." if known else talk.voice.pick(("Gladly.", "With pleasure.", "Let us start."))
    options = [f"It is about {idea}" for idea in talk.voice.shuffled(IDEAS)[:3]]
    asks = ("What is it about?", "What should people see in it?", "Who or what is the video about?")
    return question(talk.voice.pick(asks), options, lead, "With that I can draft the scenes.")
