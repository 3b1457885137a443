"""Answers of the director where scenes can be built: make a video, change it, take a change back, tell of it, ask."""

import re

from orchestrator.llm.demo import brief, planning, titles
from orchestrator.llm.demo.brief import Brief
from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.drafting import the
from orchestrator.llm.demo.durations import spoken
from orchestrator.llm.demo.reply import Reply, ToolCall, question
from orchestrator.llm.demo.studio import adding, changes, colours, scenes
from orchestrator.llm.demo.studio.parts import Unclear
from projects.storyboard.changes import OperationRefused
from projects.storyboard.palettes import PALETTES

SCENE_SECONDS = 4.0
CANNOT = "I have no way to do that here."
_CHANGES = re.compile(
    r"\b(?:make|set|change|delete|remove|drop|move|swap|shorten|extend|trim|rename|undo|put|use|add|cut|bold|take)\b",
    re.I,
)
_OF_A_SCENE = re.compile(r"\bscenes?\s+\d|\b(?:the|this|that|last|first|second)\s+(?:[\w-]+\s+)?scene\b", re.I)


def first_scene(talk: Conversation) -> Reply | None:
    """ "Make a scene where …" with no video yet: a video of this one scene."""
    wanted = adding.asked_for(talk.message) if talk.video is None else ""
    scene = adding.one_scene(wanted, set()) if wanted and re.search(r"\bscene\b", wanted, re.I) else {}
    if not scene:
        return None
    palette = colours.asked_for(talk.message) or colours.fitting(talk.message, talk.voice)
    seconds = max(scene["seconds"] or SCENE_SECONDS, 1.0)
    shape = brief.read(talk.message).shape or "landscape"
    plan = {"format": shape, "seconds": seconds, "palette": palette, "scenes": [{**scene, "seconds": seconds}]}
    naming = () if talk.has_title else (ToolCall("set_title", {"title": scene["name"], "asked": False}),)
    lead = talk.voice.pick(("One scene, then. Here it comes.", "Gladly: a video of one scene to begin with."))
    return Reply(CANNOT, (*naming, ToolCall("plan_video", plan)), lead)


def new_video(talk: Conversation) -> Reply | None:
    if talk.video and adding.asked_for(talk.message):
        return None
    if talk.video is None and _OF_A_SCENE.search(talk.message) and not planning.NEW.search(talk.message):
        return None
    said = planning.whole_brief(talk)
    return _made(said, talk) if said else None


def _made(said: Brief, talk: Conversation) -> Reply:
    about = said.name or the(said.subject)
    message = " ".join((*([] if talk.plan else talk.earlier[-1:]), talk.message))
    made = scenes.make(said, message, talk.voice)
    title = ToolCall("set_title", {"title": titles.fitting(said), "asked": bool(said.title)})
    naming = (title,) if said.title or not (talk.has_title or talk.plan) else ()
    leads = (
        f"A video about **{about}**: I like it. Here it comes.",
        f"**{about[0].upper()}{about[1:]}**, good. One idea per scene; I put them together now.",
        f"I can see **{about}** already. Let me put the scenes together.",
    )
    notes = f"\n\n*{' '.join(made.notes)}*" if made.notes else ""
    return Reply(CANNOT, (*naming, ToolCall("plan_video", made.arguments)), talk.voice.pick(leads) + notes)


def undo(talk: Conversation) -> Reply | None:
    if not planning.UNDO.search(talk.message):
        return None
    if talk.video is None and not talk.touched and not talk.earlier:
        return Reply("There is nothing to undo yet. Tell me **what the video is about**, and I make it.")
    return Reply(CANNOT, (ToolCall("undo_change", {}),), talk.voice.pick(("One step back.", "Back to how it was.")))


def change(talk: Conversation) -> Reply | None:
    """Call the tools for what the message changes; what is not understood of it is said."""
    if talk.video is None:
        return None
    try:
        wanted = changes.read(talk, talk.video)
    except OperationRefused as refused:
        return Reply(f"{refused} Which one do you mean?")
    except Unclear as unclear:
        return question(str(unclear), unclear.options, "There are several.", "Then I change that one.")
    if not wanted.calls:
        return None
    lead = talk.voice.pick(("On it.", "Gladly.", "Right away.", "Let me do that."))
    if wanted.missed:
        missed = "; ".join(f"“{each}”" for each in wanted.missed)
        lead += f" One part I did not understand: {missed}."
    return Reply(CANNOT, tuple(wanted.calls), lead)


def better(talk: Conversation) -> Reply | None:
    """Better in which way? One question, with answers that can be acted on."""
    if talk.video is None or not planning.BETTER.search(talk.message):
        return planning.better(talk)
    palette = next(name for name in ("sunset", "ocean", "neon") if name not in talk.video.palette)
    options = ["Make scene 1 bold", f"Use {palette} colours", "Make it faster", "Add a scene about the people"]
    asks = ("What would make it better for you?", "Which way should it go?")
    return question(talk.voice.pick(asks), options, "Better can mean several things.", "Your answer decides.")


def tell(talk: Conversation) -> Reply | None:
    """Answer a question about the video from the video."""
    if talk.video is None or not planning.asks_about(talk):
        return None
    video, message, count = talk.video, talk.message, len(talk.video.scenes)
    plural = "" if count == 1 else "s"
    if re.search(r"how long|length|duration", message, re.I):
        return Reply(f"It lasts **{spoken(video.seconds)}**, over {count} scene{plural}.")
    if re.search(r"how many", message, re.I):
        return Reply(f"**{count} scene{plural}**, {spoken(video.seconds)} together.")
    if re.search(r"colou?r|palette", message, re.I):
        return Reply(f"It is in {video.palette}. I also have {', '.join(PALETTES)}.")
    lines = "\n".join(f"{n}. **{scene.name}** ({scene.seconds:g} s)" for n, scene in enumerate(video.scenes, 1))
    return Reply(f"{spoken(video.seconds)}, {video.shape}, {video.palette}:\n\n{lines}")


def nothing_to_change(talk: Conversation) -> Reply | None:
    """A change is asked for where there is no video yet."""
    said = brief.read(talk.message)
    if talk.video or not _CHANGES.search(talk.message) or said.kind:
        return None
    if not re.search(r"\bscenes?\b|\bit\b|\bthis\b|colou?rs?\b", talk.message, re.I):
        return None
    options = [f"A 20 second video about {idea}" for idea in talk.voice.shuffled(planning.IDEAS)[:3]]
    return question("What should the video be about?", options, "There is no video yet to change.", "Then I make it.")


def not_meant(talk: Conversation) -> Reply | None:
    """It was about the video, and not understood: say so, and what can be said instead."""
    if talk.video is None or not (_CHANGES.search(talk.message) or colours.speaks(talk.message)):
        return None
    if colours.speaks(talk.message):
        if talk.message.endswith("?"):
            return Reply(f"I have {', '.join(PALETTES)}: *use ocean colours*, for example.")
        return Reply(f"I do not know these colours. I have {', '.join(PALETTES)}: *use ocean colours*, for example.")
    return Reply(
        "I did not understand which change you mean, so nothing has changed. Try *make scene 2 three seconds*, "
        "*delete the last scene*, *move scene 3 to the front*, *add a scene about …* or *use ocean colours*."
    )
