"""Several changes in one call: each is done or refused by itself, and the result says what was not done."""

from collections.abc import Callable, Iterable

from orchestrator.tools.tool import Commit, ToolContext
from orchestrator.tools.video import NOTHING, change_effect, note_of
from storyboard.changes import OperationRefused
from storyboard.schema import Storyboard

Step = Callable[[Storyboard], Storyboard]


def change_stepwise(
    context: ToolContext, find_steps: Callable[[Storyboard, str | None], Iterable[Step]], unchanged: str
) -> Commit:
    """`find_steps`: of the video, and the scene that "it" means. `unchanged`: why nothing changed where no step was refused."""
    refusals: list[str] = []

    def change(document: Storyboard, focus: str | None) -> Storyboard:
        refusals.clear()
        after = document
        for step in find_steps(document, focus):
            try:
                after = step(after)
            except OperationRefused as problem:
                refusals.append(str(problem))
        if after == document:
            raise OperationRefused(f"{NOTHING} {_join(refusals) or unchanged}")
        return after

    return change_effect(
        context, change, lambda before, after: note_of(f"Not done: {_join(refusals)}" if refusals else "")
    )


def _join(refusals: list[str]) -> str:
    """The same in several scenes is said once."""
    return " ".join(dict.fromkeys(refusals))
