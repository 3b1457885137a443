"""One call of the model in a turn: its words stream to the person, its end becomes a recorded step."""

import asyncio
import logging

from django.conf import settings

from chatstream.log.writer import Writer
from chatstream.rows.database import persist
from chatstream.rows.ledger import Claim
from chatstream.run.errors import RunError
from orchestrator.llm.generation import Generation
from orchestrator.llm.interface import OUTPUT_TOKENS, ChatMessage, StepEnd, StepRequest, ToolRequest
from orchestrator.llm.message_order import alternate
from orchestrator.llm.roles import Roles
from orchestrator.llm.text.characters import to_storable
from orchestrator.llm.usage import Use, use_of_all
from orchestrator.tools.catalogue import Catalogue
from orchestrator.turn.history import newer_half
from orchestrator.turn.replay import vendor_text
from orchestrator.turn.speech import Speech
from orchestrator.turn.spending import Spending
from projects.models import Step
from projects.steps import record_step

logger = logging.getLogger(__name__)

CONVERSATION_TOO_LONG = "conversation_too_long"  # the error code of a provider whose window is too small
MODEL_NAME_MAX_CHARS = 200


class ModelCaller:
    """Calls the director of one attempt. `conversation`: what it is sent, oldest first; the turn loop adds to it."""

    def __init__(
        self,
        claim: Claim,
        roles: Roles,
        writer: Writer,
        speech: Speech,
        spending: Spending,
        catalogue: Catalogue,
        system: str,
        conversation: list[ChatMessage],
    ) -> None:
        self.conversation = conversation
        self._claim = claim
        self._provider = roles.director
        self._price = roles.price
        self._writer = writer
        self._speech = speech
        self._transcript = speech.transcript
        self._spending = spending
        self._system = system + catalogue.remark
        self._tools = tuple(tool.spec() for tool in catalogue.tools.values())

    async def call(self, number: int) -> Step:
        """Step `number`, complete and recorded: no tool runs before the model has ended its answer.

        Raises RunError, Fenced, django.db.Error.
        """
        self._transcript.begin_step()
        end, use = await self._ask()
        step = Step(
            number=number,
            content=self._transcript.step_text,
            reasoning=self._transcript.step_reasoning,
            tool_requests=[_request_row(each) for each in end.tool_requests],
            finish_reason=end.finish_reason,
            model=(end.model or self._provider.name)[:MODEL_NAME_MAX_CHARS],
            vendor=vendor_text(end),
            usage=use,
        )
        await self._writer.flush()
        await persist(record_step)(self._claim, step)
        return step

    async def _ask(self) -> tuple[StepEnd, Use | None]:
        """Ask until the conversation fits: a model with a small window gets less and less of what came earlier."""
        while True:
            generation = Generation(self._provider, self._speech)
            try:
                return await generation.ask(self._request()), self._use_of(generation)
            except RunError as problem:
                shorter = self._shorter_conversation(problem)
                if shorter is None:
                    self._count_broken_off(generation)
                    raise
                logger.info(
                    "The conversation of run %s is too long for %s; asking again without its older half.",
                    self._claim.message_id,
                    self._provider.name,
                )
                self.conversation = shorter
            except asyncio.CancelledError:
                self._count_broken_off(generation)
                raise

    def _request(self) -> StepRequest:
        return StepRequest(
            self._system,
            tuple(alternate(self.conversation)),
            self._tools,
            max_output_tokens=settings.LLM_MAX_OUTPUT_TOKENS or OUTPUT_TOKENS,
            effort=settings.LLM_EFFORT,
        )

    def _shorter_conversation(self, problem: RunError) -> list[ChatMessage] | None:
        """None if the problem is another one, an answer has begun, or nothing is left to omit."""
        has_begun = self._transcript.step_text or self._transcript.step_reasoning
        if problem.code != CONVERSATION_TOO_LONG or has_begun:
            return None
        return newer_half(self.conversation)

    def _count_broken_off(self, generation: Generation) -> None:
        if any(call.is_paid for call in generation.calls):
            self._spending.add(self._use_of(generation))

    def _use_of(self, generation: Generation) -> Use | None:
        return use_of_all(generation.calls, self._provider.name, self._price) or None


def _request_row(request: ToolRequest) -> dict[str, str]:
    """A tool request as JSON of the step's row; what its provider wants back is in `Step.vendor`."""
    return {
        "id": to_storable(request.id),
        "name": to_storable(request.name),
        "arguments": to_storable(request.arguments),
    }
