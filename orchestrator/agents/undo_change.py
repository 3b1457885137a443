"""Takes the last change of the video back, as a revision more."""

from chatstream.errors import RequestRefused
from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.video import describe_state
from projects import revisions
from projects.ledger import ToolOutcome
from projects.storyboard.encoding import decode


class UndoChangeArguments(Arguments):
    pass


class UndoChange(Tool[UndoChangeArguments]):
    name = "undo_change"
    description = "Undo the last change of the video."
    arguments = UndoChangeArguments

    def title(self, arguments: UndoChangeArguments) -> str:
        return "Undoing the last change"

    async def run(self, context: ToolContext, arguments: UndoChangeArguments) -> Commit:
        def commit() -> ToolOutcome:
            try:
                revision = revisions.undo(context.project_id, message_id=context.message_id)
            except RequestRefused as refused:
                return ToolOutcome(False, {}, refused.detail)
            payload = {
                "summary": revision.summary,
                "back_at": revision.shows,
                **describe_state(decode(revision.document)),
            }
            return ToolOutcome(True, payload, revision=revision.number)

        return commit
