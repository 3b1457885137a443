"""One model at one address, in whichever dialect: what is sent again without anybody seeing it, and what ends an answer."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from orchestrator.errors import ModelError, TurnError
from orchestrator.llm import adaptations, refusals
from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.dialects.dialect import Decoder, Dialect, Refused
from orchestrator.llm.dialects.requests import without_fields
from orchestrator.llm.http.body_reader import BodyReader
from orchestrator.llm.http.client import SILENT, Client, HungUp, Response
from orchestrator.llm.http.concurrency_limit import Admission
from orchestrator.llm.http.retries import Attempts
from orchestrator.llm.interface import Chunk, StepRequest
from orchestrator.llm.options import Form, Options
from orchestrator.llm.refusals import SettingNames
from orchestrator.llm.schemas.answer_form import unwrapped
from orchestrator.llm.text.redaction import scrub
from orchestrator.llm.text.text_filter import Piece

logger = logging.getLogger(__name__)

INCOMPLETE = "The AI ended its answer before it was complete. Try again."
UNREADABLE = "The AI sent an answer that could not be read. Try again."
EMPTY = "The AI gave an empty answer. Try again, or word it differently."

REST_SECONDS = 2.0  # for what comes behind the model's own end


@dataclass(frozen=True, slots=True)
class Address:
    """Where a model is spoken to, and how until its refusals have taught otherwise.

    `dialects`: the first is tried first, the next where an address has none of it. `form` overrules what was learned.
    `names`: what the operator's settings of it are called. `is_own`: the vendor's own, which has all of its API.
    """

    base_url: str
    key: str
    dialects: tuple[Dialect, ...]
    profile: Options
    form: Form | None = None
    names: SettingNames = field(default_factory=SettingNames)
    is_own: bool = False


class HTTPProvider:
    """`name` is KIND:NAME. `close()` ends its connections."""

    def __init__(self, name: str, model: str, address: Address, admission: Admission) -> None:
        self.name = name
        self._model = model
        self._address = address
        self._admission = admission
        self._silence = settings.LLM_READ_TIMEOUT_SECONDS
        self._limit = settings.TURN_MAX_SECONDS
        self._client = Client(address.base_url, self._silence)
        self._key = adaptations.key(address.base_url, model)
        self._has_answered = address.is_own  # in the dialect that is tried first

    async def close(self) -> None:
        await self._client.close()

    @asynccontextmanager
    async def stream(self, request: StepRequest) -> AsyncIterator[AsyncIterator[Chunk]]:
        """Open one streaming call, see `Provider.stream`.

        The first byte of each attempt has `LLM_READ_TIMEOUT_SECONDS`, and each later one as many; the whole answer has
        `TURN_MAX_SECONDS`.
        """
        async with aclosing(self._attempts(request)) as chunks:
            yield chunks

    async def _attempts(self, request: StepRequest) -> AsyncGenerator[Chunk]:
        """Attempt until an answer has begun. Lessons, busy servers, cuts before the first word and empty answers are not seen."""
        attempts, begun = Attempts(self.name, self._silence), False
        options = await adaptations.load(self._key, self._address.profile)
        if self._address.form:
            options = replace(options, form=self._address.form)
        while True:
            body: dict[str, Any] = {}
            try:
                async with self._admission.place(), aclosing(self._attempt(request, options, body)) as chunks:
                    async for chunk in chunks:
                        begun = True
                        yield chunk
                self._admission.grow()
                self._hear_answer(options)
                await self._keep_dialect(options)
                return
            except Refused as refused:
                taken = begun or refused.in_answer  # what the server then says is of its own trouble
                learned = None if taken else attempts.learn(refused.refusal, body, options, self._dialect(options).name)
                if learned is not None:
                    options = learned
                    await adaptations.save(self._key, options, self._address.profile)
                    continue
                self._hear_answer(options)
                problem: TurnError = refusals.error_of(refused.refusal, self._address.names)
                wait = attempts.wait_for(refused.refusal)
            except ModelError as fault:
                problem, wait = fault, attempts.wait_after(fault)
                options = self._another_dialect(options) if isinstance(fault, HungUp) else options
            logger.warning("%s: %s: %s", self.name, problem.code, scrub(problem.detail))
            if problem.code == "provider_busy":
                self._admission.halve()
            if begun or wait is None:
                raise problem
            await asyncio.sleep(wait)

    def _hear_answer(self, options: Options) -> None:
        self._has_answered = self._has_answered or not options.dialect

    def _another_dialect(self, options: Options) -> Options:
        """Some servers hang up when they are asked in an API that they do not have. What answers then is kept, see below."""
        if self._has_answered or options.dialect or len(self._address.dialects) == 1:
            return options
        return replace(options, dialect=self._address.dialects[1].name, passing=options.passing | {"dialect"})

    async def _keep_dialect(self, options: Options) -> None:
        if "dialect" in options.passing:
            learned = replace(options, passing=options.passing - {"dialect"})
            await adaptations.save(self._key, learned, self._address.profile)

    async def _attempt(self, request: StepRequest, options: Options, sent: dict[str, Any]) -> AsyncGenerator[Chunk]:
        """One call. `sent` is filled with its body, for who must know what was refused."""
        dialect = self._dialect(options)
        origin = f"{dialect.name} {self._address.base_url} {self._model}"
        sent |= without_fields(dialect.body(self._model, request, options, origin), options.dropped)
        answer = Answer(_schemas(request), origin)
        headers = dialect.headers(self._address.key)
        async with (
            self._client.post(dialect.path(self._model), headers, sent) as response,
            aclosing(self._chunks(response, dialect.decoder(), answer)) as chunks,
        ):
            if request.form:  # nobody reads along: it comes whole, so that a cut one can be asked for once more
                for chunk in unwrapped([chunk async for chunk in chunks]):
                    yield chunk
                return
            async for chunk in chunks:
                yield chunk

    async def _chunks(self, response: Response, decoder: Decoder, answer: Answer) -> AsyncGenerator[Chunk]:
        try:
            async with aclosing(self._batches(response, decoder, answer)) as batches:
                async for batch in batches:
                    for chunk in batch:
                        yield chunk
                    if batch and not answer.finished:
                        await response.pause()
        except ModelError:
            if not answer.finished:  # after the model's own end nothing is missing but the count of tokens
                raise
        if not answer.finished:
            raise ModelError(INCOMPLETE, "stream_incomplete", detail="the stream ended without a finish reason")
        await response.drain()
        rest = answer.end()
        if answer.is_empty:
            raise ModelError(EMPTY, "empty_answer", detail="the answer had neither text nor a call")
        for each in rest:
            yield each

    async def _batches(self, response: Response, decoder: Decoder, answer: Answer) -> AsyncGenerator[list[Piece]]:
        """What each piece of the body adds to the answer, up to `[DONE]` or its end."""
        reader, now = BodyReader(), asyncio.get_running_loop().time
        ends_at = now() + self._limit
        async for piece in _until_rest(response, answer):
            if now() > ends_at:  # keep-alive comments hold off the read timeout for ever
                raise ModelError(SILENT, "provider_silent", detail="the answer took too long")
            problem = _read(reader.feed, piece, decoder, answer)
            yield answer.take()
            if problem is not None:
                raise problem
            if reader.done:
                answer.finish("" if answer.finished else "stop")
                return
        problem = _read(lambda _: reader.finish(), b"", decoder, answer)
        yield answer.take()
        if problem is not None:
            raise problem

    def _dialect(self, options: Options) -> Dialect:
        return next(
            (each for each in self._address.dialects if each.name == options.dialect), self._address.dialects[0]
        )


def _schemas(request: StepRequest) -> dict[str, Mapping[str, Any]]:
    """What the model may call: the tools, or the form of its answer where that is asked for as a tool."""
    if request.form:
        return {request.form.name: request.form.schema}
    return {tool.name: tool.parameters for tool in request.tools}


async def _until_rest(response: Response, answer: Answer) -> AsyncGenerator[bytes]:
    """The pieces of a body. Behind the model's own end only the count of tokens is waited for, and not for long."""
    async for piece in response.pieces:
        yield piece
        if answer.finished:
            break
    ends_at = asyncio.get_running_loop().time() + REST_SECONDS
    while answer.finished:
        try:
            async with asyncio.timeout_at(ends_at):
                piece = await anext(response.pieces)
        except (TimeoutError, StopAsyncIteration):
            return
        yield piece


_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


def _read(events: Callable[[bytes], Iterator[Any]], piece: bytes, decoder: Decoder, answer: Answer) -> Exception | None:
    """What is wrong with one of these events; what those before it say is in the answer."""
    try:
        for event in events(piece):
            decoder.read(event, answer)
    except Refused as refused:
        refused.in_answer = answer.has_begun
        return refused
    except _UNREADABLE as error:  # no event of this dialect
        return ModelError(UNREADABLE, "stream_unreadable", detail=f"{type(error).__name__}: {error}"[:300])
    return None
