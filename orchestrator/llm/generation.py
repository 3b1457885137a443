"""One answer of a model. Who listens hears it as it comes; an answer that breaks off is asked for once more."""

import logging
from dataclasses import replace
from typing import Protocol

from orchestrator.errors import ModelError, TurnError
from orchestrator.llm.interface import ChatMessage, Provider, StepEnd, StepRequest, Text, TextRetraction
from orchestrator.llm.message_order import alternate
from orchestrator.llm.text.redaction import redact
from orchestrator.turn.answer_end import correction

logger = logging.getLogger(__name__)

UNREADABLE = "The AI service sent an answer that could not be read. Try again."
BROKE_OFF = "The AI service broke off before the answer was complete. Try again."
NUL = "\x00"


class Listener(Protocol):
    """Who hears an answer. `text` is what was said of it; `withdraw` takes all of it back: it comes anew."""

    @property
    def text(self) -> str: ...

    def say(self, text: str) -> None: ...

    def think(self, text: str) -> None: ...

    def withdraw(self) -> None: ...


class Generation:
    """`calls`: the end of each call that was made of the model, None for one that broke off."""

    def __init__(self, provider: Provider, listener: Listener) -> None:
        self._provider = provider
        self._listener = listener
        self._has_begun = False  # the call that goes on has said something
        self._is_outdated = False  # what was heard is of an earlier call
        self.calls: list[StepEnd | None] = []

    async def ask(self, request: StepRequest) -> StepEnd:
        """Have the model answer. It is asked once more if it breaks off after its first words (before them, the provider has
        tried again by itself), or ends in a way that it can put right when it is told.

        What it has said the first time stands until it speaks for the second time. Raises TurnError, and nothing else.
        """
        note = ""
        try:
            end = await self._call(request)
            note = correction(end, "" if request.form else self._listener.text)
            if not note:
                return end
            logger.info("%s ended an answer with %r; asking it again.", self._provider.name, end.finish_reason)
        except ModelError as problem:
            if not (self._has_begun and problem.retryable):
                raise
            logger.info("%s broke off an answer (%s); asking it again.", self._provider.name, problem.code)
        self._is_outdated, self._has_begun = self._has_begun, False
        if note:
            request = replace(request, turns=tuple(alternate([*request.turns, ChatMessage("user", note)])))
        return await self._call(request)

    async def _call(self, request: StepRequest) -> StepEnd:
        self.calls.append(None)
        try:
            async with self._provider.stream(request) as chunks:
                async for chunk in chunks:
                    self._begin()
                    if isinstance(chunk, Text):
                        self._listener.say(storable(chunk.text))
                    elif isinstance(chunk, StepEnd):
                        self.calls[-1] = chunk
                        return chunk
                    elif isinstance(chunk, TextRetraction):
                        self._move_to_thoughts()
                    else:
                        self._listener.think(storable(chunk.text))
        except TurnError:
            raise
        except Exception as problem:  # noqa: BLE001 - whatever a provider does becomes one of our errors
            logger.error("%s raised %s: %s", self._provider.name, type(problem).__name__, redact(str(problem)))  # noqa: TRY400
            raise ModelError(UNREADABLE, "stream_unreadable") from None
        raise ModelError(BROKE_OFF, "model_broke_off")

    def _move_to_thoughts(self) -> None:
        thought = self._listener.text
        self._listener.withdraw()
        self._listener.think(thought)

    def _begin(self) -> None:
        self._has_begun = True
        if self._is_outdated:
            self._is_outdated = False
            self._listener.withdraw()


def storable(text: str) -> str:
    """`text` without what UTF-8 or PostgreSQL cannot keep: NUL is left out, half of a surrogate pair becomes U+FFFD."""
    if text.isascii():
        return text.replace(NUL, "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace(NUL, "")
