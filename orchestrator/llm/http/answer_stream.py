"""Reads one response into an answer: bytes to events, events to chunks, and what the end of the stream means."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import suppress
from typing import Any

from chatstream.run.errors import ModelError
from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.dialects.dialect import Decoder, RefusalError
from orchestrator.llm.http.body_reader import BodyReader
from orchestrator.llm.http.client import SILENT, Response
from orchestrator.llm.interface import Chunk

INCOMPLETE = "The AI ended its answer before it was complete. Try again."
UNREADABLE = "The AI sent an answer that could not be read. Try again."
EMPTY = "The AI gave an empty answer. Try again, or word it differently."

USAGE_SECONDS = 2.0  # for the count of tokens, which some servers send after the model's own end
_PARSE_ERRORS = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


class AnswerStream:
    """One response, read once. `max_seconds`: for the whole answer."""

    def __init__(self, response: Response, decoder: Decoder, answer: Answer, max_seconds: float) -> None:
        self._response = response
        self._decoder = decoder
        self._answer = answer
        self._body = BodyReader(decoder.text_of)
        self._now = asyncio.get_running_loop().time
        self._ends_at = self._now() + max_seconds

    async def chunks(self) -> AsyncGenerator[Chunk]:
        """Yield the chunks of the answer as they arrive, its end last.

        Raises RefusalError for an error event, ModelError for a stream that is cut, unreadable, empty or too long. After
        the model's own end an error loses nothing but the count of tokens: only a RefusalError is raised then.
        """
        try:
            async for piece in self._response.pieces:
                error = self._read_piece(piece)
                chunks = self._answer.take()
                for chunk in chunks:
                    yield chunk
                if error is not None:
                    raise error
                if self._answer.finished:
                    break
                if chunks:
                    self._response.pause()
            if (error := await self._read_tail()) is not None:
                for chunk in self._answer.take():
                    yield chunk
                raise error
        except ModelError:
            if not self._answer.finished:
                raise
        if not self._answer.finished:
            raise ModelError(INCOMPLETE, "stream_incomplete", detail="the stream ended without a finish reason")
        await self._response.read_rest()
        for last in finish_answer(self._answer):
            yield last

    def _read_piece(self, piece: bytes) -> Exception | None:
        """Read the events that `piece` completes; return the error of the first that cannot be read."""
        if self._now() > self._ends_at:  # keep-alive comments hold off the read timeout for ever
            return ModelError(SILENT, "provider_silent", detail="the answer took too long")
        error = self._read_events(self._body.feed, piece)
        if error is None and self._body.done and not self._answer.finished:
            self._answer.finish("stop")
        return error

    async def _read_tail(self) -> Exception | None:
        """Read what follows the model's own end, then an event that the body ends with."""
        if self._answer.finished:
            with suppress(TimeoutError):
                async with asyncio.timeout(USAGE_SECONDS):
                    while not self._body.done and (piece := await anext(self._response.pieces, None)) is not None:
                        if (error := self._read_piece(piece)) is not None:
                            return error
        return None if self._body.done else self._read_events(lambda _: self._body.finish(), b"")

    def _read_events(self, parse: Callable[[bytes], Iterable[Any]], piece: bytes) -> Exception | None:
        try:
            for event in parse(piece):
                self._decoder.read(event, self._answer)
        except RefusalError as error:
            error.in_answer = self._answer.has_begun
            return error
        except _PARSE_ERRORS as error:  # no event of this dialect
            return ModelError(UNREADABLE, "stream_unreadable", detail=f"{type(error).__name__}: {error}"[:300])
        return None


def finish_answer(answer: Answer) -> list[Chunk]:
    """Return the last chunks of an answer. Raises ModelError for an empty one, and for an end that is a failure."""
    chunks = answer.end()
    if answer.is_empty:
        raise ModelError(EMPTY, "empty_answer", detail="the answer had neither text nor a call")
    return chunks
