"""Several edits in one call: each is applied or refused by itself, and the result names the refused ones."""

from collections.abc import Callable, Iterable

from orchestrator.tools.tool import Commit, ToolContext
from orchestrator.tools.video import NOTHING_CHANGED, change_effect, note_field
from storyboard.changes import OperationRefused
from storyboard.schema import Storyboard

DocumentEdit = Callable[[Storyboard], Storyboard]


def change_stepwise(
    context: ToolContext, find_steps: Callable[[Storyboard, str | None], Iterable[DocumentEdit]], unchanged: str
) -> Commit:
    """`find_steps`: see `Change`. `unchanged`: the reason given to the model if no edit was refused and nothing changed."""
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
            raise OperationRefused(f"{NOTHING_CHANGED} {_join_refusals(refusals) or unchanged}")
        return after

    return change_effect(
        context, change, lambda before, after: note_field(f"Not done: {_join_refusals(refusals)}" if refusals else "")
    )


def _join_refusals(refusals: list[str]) -> str:
    """A refusal that several scenes share appears once."""
    return " ".join(dict.fromkeys(refusals))
