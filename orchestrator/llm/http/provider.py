"""One model at one address, in any dialect: each call is repeated, with other options where needed, until its answer begins."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from chatstream.run.errors import ModelError, RunError
from orchestrator.llm import adaptations, refusals
from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.dialects.dialect import Dialect, RefusalError
from orchestrator.llm.dialects.requests import without_fields
from orchestrator.llm.http.answer_stream import AnswerStream
from orchestrator.llm.http.client import Client, ConnectionClosed
from orchestrator.llm.http.concurrency_limit import ConcurrencyLimit
from orchestrator.llm.http.retries import Retries
from orchestrator.llm.interface import Chunk, StepEnd, StepRequest
from orchestrator.llm.options import Form, Options
from orchestrator.llm.schemas.answer_form import unwrap_tool_call
from orchestrator.llm.setting_names import SettingNames
from orchestrator.llm.text.redaction import redact

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of models, and the options to begin with.

    `dialects`: the first is tried first, the next where the address does not know it. `form` overrules stored options.
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

    def __init__(self, name: str, model: str, endpoint: Endpoint, concurrency: ConcurrencyLimit) -> None:
        self.name = name
        self._model = model
        self._endpoint = endpoint
        self._concurrency = concurrency
        self._silence = settings.LLM_READ_TIMEOUT_SECONDS
        self._max_seconds = settings.TURN_MAX_SECONDS
        self._client = Client(endpoint.base_url, self._silence)
        self._key = adaptations.options_key(endpoint.base_url, model)
        self._has_answered = endpoint.is_own  # in the dialect that is tried first

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
        """Call until an answer has begun. The caller sees no refused options, busy servers, early cuts and empty answers."""
        retries, has_begun = Retries(self.name, self._silence), False
        options = await adaptations.load_options(self._key, self._endpoint.profile)
        if self._endpoint.form:
            options = replace(options, form=self._endpoint.form)
        while True:
            body: dict[str, Any] = {}
            try:
                async with self._concurrency.slot(), aclosing(self._attempt(request, options, body)) as chunks:
                    async for chunk in chunks:
                        has_begun = True
                        if isinstance(chunk, StepEnd):  # before it is passed on: whoever has it may leave
                            await self._record_success(options)
                        yield chunk
                return
            except RefusalError as refused:
                is_accepted = has_begun or refused.in_answer  # no other options would help
                adapted = (
                    None if is_accepted else retries.adapt(refused.refusal, body, options, self._dialect(options).name)
                )
                if adapted is not None:
                    options = adapted
                    await adaptations.save_options(self._key, options, self._endpoint.profile)
                    continue
                self._record_answer(options)
                problem: RunError = refusals.error_from_refusal(refused.refusal, self._endpoint.names)
                wait = retries.wait_after_refusal(refused.refusal)
            except ModelError as fault:
                problem, wait = fault, retries.wait_after_error(fault)
                options = self._another_dialect(options) if isinstance(fault, ConnectionClosed) else options
            logger.warning("%s: %s: %s", self.name, problem.code, redact(problem.detail))
            if problem.code == "provider_busy":
                self._concurrency.decrease()
            if has_begun or wait is None:
                raise problem
            await asyncio.sleep(wait)

    async def _record_success(self, options: Options) -> None:
        self._concurrency.increase()
        self._record_answer(options)
        await self._save_dialect(options)

    def _record_answer(self, options: Options) -> None:
        self._has_answered = self._has_answered or not options.dialect

    def _another_dialect(self, options: Options) -> Options:
        """Some servers close the connection for an API that they do not have. `_save_dialect` stores the one that answers."""
        if self._has_answered or options.dialect or len(self._endpoint.dialects) == 1:
            return options
        return replace(options, dialect=self._endpoint.dialects[1].name, passing=options.passing | {"dialect"})

    async def _save_dialect(self, options: Options) -> None:
        if "dialect" in options.passing:
            adapted = replace(options, passing=options.passing - {"dialect"})
            await adaptations.save_options(self._key, adapted, self._endpoint.profile)

    async def _attempt(self, request: StepRequest, options: Options, body: dict[str, Any]) -> AsyncGenerator[Chunk]:
        """One call. `body` is filled with what is sent: an adaptation needs it."""
        dialect = self._dialect(options)
        origin = f"{dialect.name} {self._endpoint.base_url} {self._model}"
        body |= without_fields(dialect.body(self._model, request, options, origin), options.dropped)
        answer = Answer(_schemas(request), origin)
        headers = dialect.headers(self._endpoint.key)
        async with (
            self._client.post(dialect.path(self._model), headers, body) as response,
            aclosing(AnswerStream(response, dialect.decoder(), answer, self._max_seconds).chunks()) as chunks,
        ):
            if request.form:  # passed on whole, so that a broken one can be retried
                for chunk in unwrap_tool_call([chunk async for chunk in chunks]):
                    yield chunk
                return
            async for chunk in chunks:
                yield chunk

    def _dialect(self, options: Options) -> Dialect:
        return next(
            (each for each in self._endpoint.dialects if each.name == options.dialect), self._endpoint.dialects[0]
        )


def _schemas(request: StepRequest) -> dict[str, Mapping[str, Any]]:
    """JSON schemas by name of what the model may call: the tools, or the form of its answer as a tool."""
    if request.form:
        return {request.form.name: request.form.schema}
    return {tool.name: tool.parameters for tool in request.tools}
