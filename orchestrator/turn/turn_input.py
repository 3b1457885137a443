"""What a turn starts from, read once for each attempt: the system prompt, the conversation, and what is finished already."""

from dataclasses import dataclass

from chatstream.rows.ledger import Claim
from orchestrator.llm.interface import ChatMessage
from orchestrator.llm.usage import Use
from orchestrator.turn.history import conversation
from orchestrator.turn.system_prompt import system_prompt
from orchestrator.turn.transcript import join_steps
from projects import revisions
from projects.assets import newest_images
from projects.model_choice import model_of
from projects.models import Message, Step, ToolCall
from projects.usage import total

SYSTEM_PROMPT_PICTURES = 12  # the newest uploads that the system prompt names


@dataclass(frozen=True, slots=True)
class TurnInput:
    """`answer`: its row, with its project. `model`: as in `LLM_MODEL`.

    `steps`, `calls`: what earlier attempts have recorded; it is not done again.
    """

    answer: Message
    model: str
    system: str
    conversation: list[ChatMessage]
    steps: list[Step]
    calls: list[ToolCall]

    @property
    def text(self) -> str:
        """The text of the finished steps: it stands, whatever became of the process that wrote it."""
        return join_steps([step.content for step in self.steps])

    @property
    def reasoning(self) -> str:
        return join_steps([step.reasoning for step in self.steps])

    @property
    def earlier_usage(self) -> Use | None:
        """What earlier attempts have used, finished steps and calls that were cut; None if there was nothing."""
        used = total([*self.answer.cut_calls.values(), *(step.usage for step in self.steps)])
        models = dict.fromkeys(step.model for step in self.steps) or {self.model: None}
        return {"model": ", ".join(models), **used} if used else None


def read_turn_input(claim: Claim) -> TurnInput:
    """Blocking. Raises Message.DoesNotExist if the project was deleted, django.db.Error."""
    answer = Message.objects.select_related("project", "answers").get(pk=claim.message_id)
    return TurnInput(
        answer,
        model_of(answer.project),
        system_prompt(
            answer.project,
            revisions.document_of(revisions.current(claim.stream_id)),
            newest_images(claim.stream_id, SYSTEM_PROMPT_PICTURES),
        ),
        conversation(answer),
        list(answer.steps.all()),
        list(answer.tool_calls.all()),
    )
