"""One answer of a model, passed on as it arrives. An answer that breaks off is requested once more."""

import logging
from dataclasses import replace
from typing import Protocol

from chatstream.run.errors import ModelError, RunError
from orchestrator.llm.call_count import CallCount
from orchestrator.llm.call_span import call_span, describe_end
from orchestrator.llm.incomplete_answers import correction
from orchestrator.llm.interface import ChatMessage, Provider, StepEnd, StepRequest, Text, TextRetraction
from orchestrator.llm.message_order import alternate
from orchestrator.llm.text.characters import to_storable
from orchestrator.llm.text.redaction import redact

logger = logging.getLogger(__name__)

UNREADABLE = "The AI service sent an answer that could not be read. Try again."
BROKE_OFF = "The AI service broke off before the answer was complete. Try again."


class Listener(Protocol):
    """Receives an answer as it arrives. `text`: all text so far; `retract` discards it, since the answer begins anew."""

    @property
    def text(self) -> str: ...

    def add_text(self, text: str) -> None: ...

    def add_reasoning(self, text: str) -> None: ...

    def retract(self) -> None: ...


class Generation:
    """`calls`: what each call of the model has used."""

    def __init__(self, provider: Provider, listener: Listener) -> None:
        self._provider = provider
        self._listener = listener
        self._has_begun = False  # the present call has sent a chunk
        self._is_outdated = False  # the listener holds text of an earlier call
        self.calls: list[CallCount] = []

    async def ask(self, request: StepRequest) -> StepEnd:
        """Return the end of one answer. Raises RunError, and nothing else.

        The model is called once more if the answer breaks off after its first chunk (before it, the provider has already
        retried), or ends in a way that a note to the model can correct. The text of the first call stays with the listener
        until the second one sends its first chunk.
        """
        note = ""
        try:
            end = await self._call(request)
            note = correction(end, "" if request.form else self._listener.text)
            if not note:
                return end
            logger.info("%s ended an answer with %r; calling it once more.", self._provider.name, end.finish_reason)
        except ModelError as problem:
            if not (self._has_begun and problem.retryable):
                raise
            logger.info("%s broke off an answer (%s); calling it once more.", self._provider.name, problem.code)
        self._is_outdated, self._has_begun = self._has_begun, False
        if note:
            request = replace(request, messages=tuple(alternate([*request.messages, ChatMessage("user", note)])))
        return await self._call(request)

    async def _call(self, request: StepRequest) -> StepEnd:
        with call_span(self._provider.name, request) as traced:
            end = await self._receive(request)
            traced.set(describe_end(end))
            return end

    async def _receive(self, request: StepRequest) -> StepEnd:
        call = CallCount(request)
        self.calls.append(call)
        try:
            async with self._provider.stream(request) as chunks:
                call.has_begun = True
                async for chunk in chunks:
                    self._begin()
                    call.add(chunk)
                    if isinstance(chunk, Text):
                        self._listener.add_text(to_storable(chunk.text))
                    elif isinstance(chunk, StepEnd):
                        return chunk
                    elif isinstance(chunk, TextRetraction):
                        self._move_to_reasoning()
                    else:
                        self._listener.add_reasoning(to_storable(chunk.text))
        except RunError:
            call.has_failed = True
            raise
        except Exception as problem:  # noqa: BLE001 - any exception of a provider becomes a RunError
            call.has_failed = True
            logger.error("%s raised %s: %s", self._provider.name, type(problem).__name__, redact(str(problem)))  # noqa: TRY400
            raise ModelError(UNREADABLE, "stream_unreadable") from None
        raise ModelError(BROKE_OFF, "model_broke_off")

    def _move_to_reasoning(self) -> None:
        reasoning = self._listener.text
        self._listener.retract()
        self._listener.add_reasoning(reasoning)

    def _begin(self) -> None:
        self._has_begun = True
        if self._is_outdated:
            self._is_outdated = False
            self._listener.retract()
