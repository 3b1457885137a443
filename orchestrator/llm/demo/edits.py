"""Changes to a plan in words: a scene's length, order, picture, the whole length, the colours, the shape."""

import re
from collections.abc import Callable
from dataclasses import replace

from orchestrator.llm.demo import brief, durations, palettes, targets
from orchestrator.llm.demo.drafting import MAX_SCENES, MAX_SECONDS, MIN_SCENE_SECONDS, one_scene
from orchestrator.llm.demo.durations import spoken
from orchestrator.llm.demo.plan import Plan
from orchestrator.llm.demo.voice import Voice

# Each edit reads one clause and returns (the changed plan, what changed, in words), or None if it is not meant.
Change = tuple[Plan, str]
Edit = Callable[[str, Plan, Voice], Change | None]

_VERBS = "make|set|change|delete|remove|drop|add|move|swap|put|use|keep|shorten|extend|cut|give|turn|rename"
_CLAUSES = re.compile(
    rf"\s*(?:,?\s+(?:and|then|and then|also)\s+(?=(?:{_VERBS}|scene)\b)|,\s*(?=(?:{_VERBS})\b)|[;\n]+|\.\s+)", re.I
)
_LONGER = re.compile(r"\b(longer|extend|stretch|more time|slower)\b", re.I)
_SHORTER = re.compile(r"\b(shorter|shorten|trim|less time|faster|quicker|tighten|tighter)\b", re.I)


def apply(message: str, plan: Plan, voice: Voice) -> tuple[Plan, list[str]]:
    """Return the plan after every change that `message` asks for, and what was changed; nothing: not an edit.

    Raises `targets.NoSuchScene`.
    """
    done: list[str] = []
    for clause in filter(None, _CLAUSES.split(message.strip())):
        for edit in EDITS:
            if change := edit(clause, plan, voice):
                plan, words = change
                done.append(words)
                break
    return plan, done


def _swap(clause: str, plan: Plan, voice: Voice) -> Change | None:
    if not re.search(r"\b(swap|switch|exchange)\b", clause, re.I):
        return None
    places = targets.all_numbers(clause, plan)
    if len(places) != 2:
        return None
    scenes = list(plan.scenes)
    first, second = places
    scenes[first], scenes[second] = scenes[second], scenes[first]
    return replace(plan, scenes=tuple(scenes)), f"scenes {first + 1} and {second + 1} have changed places"


def _delete(clause: str, plan: Plan, voice: Voice) -> Change | None:
    if not re.search(
        r"\b(delete|remove|drop|lose|skip|get rid of|cut|take out|throw out|without)\b(?!.{0,60}\b(?:to|by)\b)",
        clause,
        re.I,
    ):
        return None
    target = targets.find(clause, plan)
    if target is None or len(plan.scenes) == 1 or durations.find(clause):
        return None
    scenes = (*plan.scenes[: target[0]], *plan.scenes[target[0] + 1 :])
    return replace(plan, scenes=scenes), f"**{plan.scenes[target[0]].name}** is gone"


def _move(clause: str, plan: Plan, voice: Voice) -> Change | None:
    if not (verb := re.search(r"\b(move|put|shift|bring)\b", clause, re.I)):
        return None
    target = targets.find(clause[verb.end() :], plan)
    if target is None:
        return None
    scene, rest = plan.scenes[target[0]], clause[verb.end() + target[2] :]
    others = [other for other in plan.scenes if other is not scene]
    if (where := _where(rest, plan)) is None:
        return None
    place = where - (1 if where > target[0] else 0)
    others.insert(place, scene)
    return replace(plan, scenes=tuple(others)), f"**{scene.name}** is scene {place + 1} now"


def _where(text: str, plan: Plan) -> int | None:
    """Return before which place of the plan something goes: "to the end", "after scene 2", "to position 1"."""
    beside = re.search(r"\b(before|after|behind)\b", text, re.I)
    if beside and (target := targets.find(text[beside.end() :], plan)):
        return target[0] + (0 if beside[0].lower() == "before" else 1)
    if re.search(r"\b(start|beginning|front|top|first|opening)\b", text, re.I):
        return 0
    if re.search(r"\b(end|last|finish|close)\b", text, re.I):
        return len(plan.scenes)
    position = re.search(r"\b(?:position|place|number|to|at)\s+(\d+)", text)
    return min(int(position[1]), len(plan.scenes)) - 1 if position and int(position[1]) else None


def _add(clause: str, plan: Plan, voice: Voice) -> Change | None:
    match = re.search(
        r"\b(?:add|insert|append|include)\s+(?:an?|another|one|one more)\b(?P<rest>.{0,60}\bscene\b.*)", clause, re.I
    )
    if not match or len(plan.scenes) >= MAX_SCENES:
        return None
    lengths = durations.find(match["rest"])
    average = max(1.0, round(plan.seconds / len(plan.scenes)))
    subject = _new_subject(match["rest"])
    scene = one_scene(subject, lengths[0].seconds if lengths else average, voice, {scene.name for scene in plan.scenes})
    where = _where(match["rest"], plan)
    place = len(plan.scenes) if where is None else where
    scenes = (*plan.scenes[:place], scene, *plan.scenes[place:])
    return replace(plan, scenes=scenes), f"**{scene.name}** joins as scene {place + 1}, {spoken(scene.seconds)}"


_PLACE = re.compile(
    r"\s+(?:at|to|in)\s+the\s+(?:very\s+)?(?:start|beginning|end|front)\b|\s+(?:before|after)\s+|\s+for\s+\d", re.I
)


def _new_subject(rest: str) -> str:
    """ "scene about latte art at the end" and "call to action scene" both say what a new scene is about."""
    about = re.search(r"\bscene\s+(?:about|of|with|showing|where|on)\s+(.+)", rest, re.I)
    before = re.match(r"(.*?)\bscene\b", rest, re.I)
    written = _PLACE.split(about[1])[0] if about else before[1] if before else ""
    for span in reversed(durations.find(written)):
        written = f"{written[: span.start]} {written[span.end :]}"
    return re.sub(r"^(?:(?:new|short|long|more|extra)\b\s*)+$", "", brief.unquoted(written))


def _scene_length(clause: str, plan: Plan, voice: Voice) -> Change | None:
    target = targets.find(clause, plan)
    if target is None:
        return None
    scene, lengths = plan.scenes[target[0]], durations.find(f"{clause[: target[1]]} | {clause[target[2] :]}")
    longer, shorter = _LONGER.search(clause), _SHORTER.search(clause)
    shorter = shorter or re.search(r"\bcut\b.{0,60}\bfrom\b", clause, re.I)
    if lengths and (longer or shorter) and not re.search(r"\bto\b", clause):
        seconds = scene.seconds + (lengths[-1].seconds if longer else -lengths[-1].seconds)
    elif lengths:
        seconds = lengths[-1].seconds
    elif longer or shorter:
        seconds = scene.seconds * (1.5 if longer else 0.5)
    else:
        return None
    seconds = min(MAX_SECONDS, max(MIN_SCENE_SECONDS, round(seconds, 1)))
    return plan.with_scene(target[0], seconds=seconds), f"scene {target[0] + 1} lasts {spoken(seconds)}"


def _scene_words(clause: str, plan: Plan, voice: Voice) -> Change | None:
    """ "Rename scene 2 to Hook", "make scene 3 about latte art", "scene 1 should show a cat"."""
    target = targets.find(clause, plan)
    if target is None:
        return None
    rest = clause[target[2] :]
    if (
        name := re.search(r"^\s*(?:to|as|be called|is called|into)?\s*[\"“]?([^\"”]+)", rest)
        if re.match(r"\W*(?:please\s+)?(?:re)?name\b|\W*call\b", clause, re.I)
        else None
    ):
        written = brief.unquoted(name[1])
        return plan.with_scene(target[0], name=written), f"scene {target[0] + 1} is called **{written}**"
    if about := re.search(r"\b(?:about|shows?|showing|with|of|in which)\s+(.+)", rest, re.I):
        written = brief.unquoted(about[1])
        return plan.with_scene(
            target[0], picture=f"{written[0].upper()}{written[1:]}."
        ), f"scene {target[0] + 1} shows {written}"
    return None


def _scene_count(clause: str, plan: Plan, voice: Voice) -> Change | None:
    """ "Make it 3 scenes": the last one stays last, and the whole keeps its length."""
    count = brief.read(clause).scenes
    if not count or count > min(MAX_SCENES, plan.seconds / MIN_SCENE_SECONDS):
        return None
    *scenes, last = plan.scenes
    while len(scenes) >= count:
        scenes.pop()
    while len(scenes) < count - 1:
        scenes.append(one_scene("", last.seconds, voice, {scene.name for scene in scenes}))
    changed = replace(plan, scenes=(*scenes, last)).lasting(plan.seconds)
    return changed, f"the video has {count} scene{'' if count == 1 else 's'}"


def _whole_length(clause: str, plan: Plan, voice: Voice) -> Change | None:
    lengths = durations.find(clause)
    if lengths:
        seconds = lengths[-1].seconds
    elif _LONGER.search(clause) or _SHORTER.search(clause):
        seconds = max(1.0, round(plan.seconds * (1.25 if _LONGER.search(clause) else 0.75)))
    else:
        return None
    if seconds < MIN_SCENE_SECONDS * len(plan.scenes):
        return None
    most = ", the most I plan" if seconds > MAX_SECONDS else ""
    seconds = min(MAX_SECONDS, seconds)
    return plan.lasting(seconds), f"the whole lasts {spoken(seconds)}{most}"


def _colours(clause: str, plan: Plan, voice: Voice) -> Change | None:
    palette = palettes.asked_for(clause)
    return (replace(plan, colours=palette.line), f"everything is in {palette.look}") if palette else None


def _shape(clause: str, plan: Plan, voice: Voice) -> Change | None:
    shape = brief.read(clause).shape
    return (replace(plan, shape=shape), f"the format is {shape}") if shape else None


EDITS: tuple[Edit, ...] = (
    _swap,
    _add,
    _delete,
    _move,
    _scene_length,
    _scene_words,
    _scene_count,
    _whole_length,
    _shape,
    _colours,
)
