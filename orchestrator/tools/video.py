"""Shared by the tools that change the video: load it, change it, save a revision, describe the result."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from chatstream.rows.ledger import ToolOutcome
from orchestrator.tools.tool import Commit, ToolContext
from projects import revisions
from projects.models import Project, Revision
from storyboard import palettes
from storyboard.changes import OperationRefused
from storyboard.formats import format_of
from storyboard.problems import problem_sentence
from storyboard.scene_targets import resolve
from storyboard.schema import Storyboard
from storyboard.summary import LONGEST, Change, changes_between, in_words
from storyboard.templates import TEMPLATES
from storyboard.unshipped_letters import name_letters

STATE_FIELDS = (
    "format",
    "colours",
    "seconds",
    "scenes",
)  # the fields of a result that describe the video after the call
PAGE_FIELDS = ("changes",)  # the fields of a result that the page draws; the model reads the summary instead
NOTHING_CHANGED = "Nothing changed."
IMPOSSIBLE = (
    "The AI asked for a change that this video cannot have, and was told why."  # the reason is in a model's words
)
NO_VIDEO = "There is no video yet: plan one first."

# (document, id of the scene that "it" means or None) -> changed document
ChangeDocument = Callable[[Storyboard, str | None], Storyboard]
# (document before, document after) -> further fields of the result: where it differs from the request
Remark = Callable[[Storyboard, Storyboard], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Video:
    """A video as a tool starts from it. `focus`: the id of the scene that "it" means. `title`: of the project."""

    document: Storyboard
    focus: str | None
    title: str


def load_video(project_id: UUID) -> Video:
    """Raises OperationRefused if there is no video. Blocking."""
    newest = revisions.current(project_id)
    if newest is None:
        raise OperationRefused(NO_VIDEO)
    return Video(newest.storyboard, revisions.focus_of(newest), Project.objects.get(pk=project_id).title)


def change_effect(context: ToolContext, change: ChangeDocument, remark: Remark | None = None) -> Commit:
    """The effect of a change. It is applied to the newest revision at the time of the effect, one call after the other."""

    def commit() -> ToolOutcome:
        newest = revisions.lock_newest(context.project_id)
        if newest is None:
            return ToolOutcome(False, {}, NO_VIDEO)
        try:
            document = newest.storyboard
            after = change(document, revisions.focus_of(newest))
        except (OperationRefused, ValidationError, KeyError, ValueError) as problem:
            notice = {} if isinstance(problem, OperationRefused) else {"notice": IMPOSSIBLE}
            return ToolOutcome(False, notice, _explain(problem))
        remarks = remark(document, after) if remark else {}
        return save_revision(
            context, newest, after, {**remarks, **unshipped_letters_field(document, after), **describe_state(after)}
        )

    return commit


def _explain(problem: Exception) -> str:
    """The reason, for the model."""
    match problem:
        case OperationRefused():
            return str(problem)
        case ValidationError():
            return problem_sentence(problem)
    return str(problem.args[0]) if problem.args else "That cannot be done."


def save_revision(
    context: ToolContext, newest: Revision | None, document: Storyboard, remarks: dict[str, Any]
) -> ToolOutcome:
    """Save a document as the revision after `newest`, which is locked; `remarks`: fields of the result beside the summary."""
    revision = revisions.commit_after(newest, context.project_id, document, cause="tool", message_id=context.message_id)
    if revision is None:
        return ToolOutcome(True, {"summary": NOTHING_CHANGED, **remarks})
    changes = describe_changes(newest.storyboard, document) if newest else []
    payload = {"summary": revision.summary, **remarks, "changes": changes}
    return ToolOutcome(True, payload, revision=revision.number)


def describe_changes(before: Storyboard, after: Storyboard) -> list[dict[str, Any]]:
    """The changes as the page draws them: `words`, the same as `phrases` (storyboard/phrases.py), and where they are about one
    scene its `scene_id`, `number` and `name`.

    Those that only say that something changed are left out, and those that the summary has no room for.
    """
    places = {scene.id: {"number": n, "name": scene.name} for n, scene in enumerate(after.scenes, start=1)}
    changes, length = [], 0
    for change in changes_between(before, after):
        length += len(str(change.words))
        if length <= LONGEST and not change.is_general:
            changes.append(_describe_change(change, places))
    return changes


def _describe_change(change: Change, places: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if change.scene_id is None or not change.details:
        return {"words": [in_words([change.words])], "phrases": [change.words.to_json()]}
    words = {"words": list(map(str, change.details)), "phrases": [each.to_json() for each in change.details]}
    return {**words, "scene_id": change.scene_id, **places[change.scene_id]}


def describe_state(document: Storyboard) -> dict[str, Any]:
    """The STATE_FIELDS of a result."""
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


def note_field(*sentences: str) -> dict[str, str]:
    """The field `note`: how the result differs from the request; {} if it does not."""
    note = " ".join(filter(None, sentences))
    return {"note": note} if note else {}


def unshipped_letters_field(before: Storyboard, after: Storyboard) -> dict[str, str]:
    """The field that names letters of changed scenes which no shipped font has; {} if there are none."""
    letters = name_letters([scene for scene in after.scenes if scene not in before.scenes])
    return {"unshipped_letters": letters} if letters else {}


def describe_flaws(flaws: list[str]) -> str:
    return f"It is there, and would still look wrong: {' '.join(flaws)}" if flaws else ""


def resolve_one_scene(document: Storyboard, target: str, focus: str | None, verb: str) -> str:
    """The id of the one scene that `target` names. Raises OperationRefused; `verb`: what cannot be done to several."""
    found = resolve(document, target, focus)
    if len(found) != 1:
        raise OperationRefused(f"“{target}” names {len(found)} scenes; {verb} them one by one.")
    return found[0]


def template_list() -> str:
    """The templates and their slots, for a prompt: `title(headline, kicker?)`."""
    return "; ".join(f"{name}({_slots(each.slots)}): {each.description}" for name, each in TEMPLATES.items())


def _slots(model: Any) -> str:
    fields = model.model_fields.items()
    return ", ".join(name if field.is_required() else f"{name}?" for name, field in fields)
