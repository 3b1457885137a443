"""Takes the last changes of the video back, as revisions more."""

from pydantic import Field

from chatstream.rows.ledger import ToolOutcome
from chatstream.wire.errors import RequestRefused
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import describe_changes, describe_state, note_field
from projects import revisions
from projects.models import Revision

MAX_CHANGES = 20


class UndoChangeArguments(Arguments):
    count: int = Field(
        default=1, ge=1, le=MAX_CHANGES, description="How many changes: all that one message did is one."
    )


class UndoChange(Tool[UndoChangeArguments]):
    name = "undo_change"
    description = "Undo the last change of the video, or the last few."
    arguments = UndoChangeArguments

    def title(self, arguments: UndoChangeArguments) -> str:
        return "Undoing the last change" if arguments.count == 1 else f"Undoing the last {arguments.count} changes"

    async def run(self, context: ToolContext, arguments: UndoChangeArguments) -> Commit:
        def commit() -> ToolOutcome:
            undone: list[Revision] = []
            before = revisions.lock_newest(context.project_id)
            while len(undone) < arguments.count:
                try:
                    undone.append(revisions.undo(context.project_id, message_id=context.message_id))
                except RequestRefused as refused:
                    if not undone:
                        return ToolOutcome(False, {}, refused.detail)
                    break
            last = undone[-1]
            payload = {
                "summary": last.summary,
                "back_at": last.shows,
                **note_field(f"No more than {len(undone)} could be undone." if len(undone) < arguments.count else ""),
                **describe_state(last.storyboard),
                "changes": describe_changes(before.storyboard, last.storyboard) if before else [],
            }
            return ToolOutcome(True, payload, revision=last.number)

        return commit
