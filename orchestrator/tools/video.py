"""What the tools that change the video have in common: load, change, keep as a revision, describe what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from orchestrator.tools.tool import Commit, ToolContext
from projects import revisions
from projects.ledger import ToolOutcome
from projects.models import Project, Revision
from storyboard import palettes
from storyboard.changes import OperationRefused
from storyboard.formats import format_of
from storyboard.letters import name_letters
from storyboard.problems import problem_sentence
from storyboard.schema import Storyboard
from storyboard.targets import resolve
from storyboard.templates import TEMPLATES

STATE = ("format", "colours", "seconds", "scenes")  # the fields of a result that tell how the video is by then
NOTHING = "Nothing changed."  # the page knows these words
NO_VIDEO = "There is no video yet: plan one first."

# From the video, and the scene that "it" means (None: none in particular), to the video as it should be.
Change = Callable[[Storyboard, str | None], Storyboard]
# From the video before and after a change to what the model must know besides: where it is not what was asked for.
Remark = Callable[[Storyboard, Storyboard], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Video:
    """The video that a tool begins to work from, the scene that "it" means, and what the project is called."""

    document: Storyboard
    focus: str | None
    title: str


def load_video(project_id: UUID) -> Video:
    """Raises OperationRefused if there is no video. Blocks."""
    newest = revisions.current(project_id)
    if newest is None:
        raise OperationRefused(NO_VIDEO)
    return Video(newest.storyboard, revisions.focus_of(newest), Project.objects.get(pk=project_id).title)


def change_effect(context: ToolContext, change: Change, remark: Remark | None = None) -> Commit:
    """The effect of changing the video that is there when the effect runs; tools side by side come one after the other."""

    def commit() -> ToolOutcome:
        newest = revisions.lock_newest(context.project_id)
        if newest is None:
            return ToolOutcome(False, {}, NO_VIDEO)
        try:
            document = newest.storyboard
            after = change(document, revisions.focus_of(newest))
        except (OperationRefused, ValidationError, KeyError, ValueError) as problem:
            return ToolOutcome(False, {}, _sentence(problem))
        remarks = remark(document, after) if remark else {}
        return save_revision(
            context, newest, after, {**remarks, **note_letters(document, after), **describe_state(after)}
        )

    return commit


def _sentence(problem: Exception) -> str:
    """What cannot be done, as the model is told."""
    match problem:
        case OperationRefused():
            return str(problem)
        case ValidationError():
            return problem_sentence(problem)
    return str(problem.args[0]) if problem.args else "That cannot be done."


def save_revision(
    context: ToolContext, newest: Revision | None, document: Storyboard, remarks: dict[str, Any]
) -> ToolOutcome:
    """Save a document as the revision after `newest`, which is locked; `remarks`: what the model needs to know besides."""
    revision = revisions.commit_after(newest, context.project_id, document, cause="tool", message_id=context.message_id)
    if revision is None:
        return ToolOutcome(True, {"summary": NOTHING, **remarks})
    return ToolOutcome(True, {"summary": revision.summary, **remarks}, revision=revision.number)


def describe_state(document: Storyboard) -> dict[str, Any]:
    """What a model needs to know of the video after a change."""
    scenes = [
        {"number": number, "name": scene.name, "seconds": scene.duration}
        for number, scene in enumerate(document.scenes, start=1)
    ]
    return {
        "format": format_of(document.canvas).name,
        "colours": palettes.describe(document.style.palette),
        "seconds": document.duration,
        "scenes": scenes,
    }


def note_of(*sentences: str) -> dict[str, str]:
    """The field of a result that says in which way it is not what was asked for; nothing if it is."""
    note = " ".join(filter(None, sentences))
    return {"note": note} if note else {}


def note_letters(before: Storyboard, after: Storyboard) -> dict[str, str]:
    """The field of a result that names the letters of changed scenes which no shipped font has; nothing if there are none."""
    letters = name_letters([scene for scene in after.scenes if scene not in before.scenes])
    return {"unshipped_letters": letters} if letters else {}


def note_flaws(flaws: list[str]) -> str:
    return f"It is there, and would still look wrong: {' '.join(flaws)}" if flaws else ""


def one_scene(document: Storyboard, target: str, focus: str | None, verb: str) -> str:
    """The id of the one scene that is meant. Raises OperationRefused; `verb` says what cannot be done to several."""
    found = resolve(document, target, focus)
    if len(found) != 1:
        raise OperationRefused(f"“{target}” names {len(found)} scenes; {verb} them one by one.")
    return found[0]


def template_list() -> str:
    """The templates and what each asks for, in as few words as a model needs: `title(headline, kicker?)`."""
    return "; ".join(f"{name}({_slots(each.slots)}): {each.description}" for name, each in TEMPLATES.items())


def _slots(model: Any) -> str:
    fields = model.model_fields.items()
    return ", ".join(name if field.is_required() else f"{name}?" for name, field in fields)
