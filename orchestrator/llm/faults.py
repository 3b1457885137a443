"""What a provider does wrong -> one of our errors. The person gets our sentence, the log theirs, scrubbed of keys."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import httpx2
import openai

from orchestrator.errors import ModelError, OperatorError, TurnError, UserError
from orchestrator.llm.scrub import scrub

logger = logging.getLogger(__name__)

# Everything a broken connection or body is known to raise; httpx2 lets some of TLS and anyio through.
PROVIDER_ERRORS = (openai.OpenAIError, httpx2.HTTPError, ssl.SSLError, anyio.EndOfStream, TimeoutError, ValueError)

BUSY = "The AI service is busy right now. Try again in a moment."
FAILED = "The AI service had a fault of its own. Try again in a moment."
REFUSED_KEY = "The AI service did not accept this server's key. Whoever runs this server has to check OPENAI_API_KEY."
NO_QUOTA = "This server's account at the AI service is used up. Whoever runs this server has to top it up."
NO_SUCH_MODEL = "The AI service does not know this model. Whoever runs this server has to check LLM_MODEL."
REFUSED_REQUEST = "The AI service did not accept this server's request. Whoever runs this server has to read its log."
TOO_LONG = "This conversation has become too long for the model. Start a new project, or write a shorter message."
UNWANTED = "The AI service declines to answer this message. Try to word it differently."
UNREACHABLE = "The AI service could not be reached. Try again in a moment."
SILENT = "The AI service stopped answering. Try again in a moment."
CUT = "The connection to the AI service broke in the middle of the answer. Try again."
INCOMPLETE = "The AI service ended the answer before it was complete. Try again."
UNREADABLE = "The AI service sent an answer that could not be read. Try again."

# Of OpenAI and its kin, in the `code` of an error object.
NO_QUOTA_CODES = {"insufficient_quota", "billing_hard_limit_reached"}
TOO_LONG_CODES = {"context_length_exceeded", "string_above_max_length"}
UNWANTED_CODES = {"content_filter", "content_policy_violation", "invalid_prompt"}


def incomplete(provider: str) -> TurnError:
    """Return our error for a body that ended without a `finish_reason`."""
    logger.warning("%s: the stream ended without a finish_reason", provider)
    return ModelError(INCOMPLETE, "stream_incomplete")


def error_of_status(status: int, code: str) -> TurnError:
    """Return our error for an HTTP status and the provider's own `code` ("" if it gave none)."""
    if status in (401, 403):
        return OperatorError(REFUSED_KEY, "provider_refused_key")
    if status == 402 or code in NO_QUOTA_CODES:
        return OperatorError(NO_QUOTA, "provider_quota_used_up")
    if status == 429:
        return ModelError(BUSY, "provider_busy")
    if code in TOO_LONG_CODES or status == 413:
        return UserError(TOO_LONG, "conversation_too_long")
    if code in UNWANTED_CODES:
        return UserError(UNWANTED, "provider_declined")
    if status == 404:
        return OperatorError(NO_SUCH_MODEL, "provider_unknown_model")
    if status >= 500 or status in (408, 409, 425):
        return ModelError(FAILED, "provider_failed")
    return OperatorError(REFUSED_REQUEST, "provider_refused_request")


def error_in_stream(said: Any) -> TurnError:
    """Return our error for an error object inside a stream, and log what it says."""
    logger.warning("the provider ended its stream with an error: %s", scrub(str(said)))
    code = str(said.get("code") or said.get("type") or "") if isinstance(said, dict) else ""
    if code.isdecimal():
        return error_of_status(int(code), "")
    busy = "rate_limit" in code or "overloaded" in code
    return error_of_status(429 if busy else 500, code)


@contextmanager
def translated(provider: str, *, streaming: bool) -> Iterator[None]:
    """Turn what openai and httpx2 raise into ours. `streaming`: the answer has begun, so a cut is a cut."""
    try:
        yield
    except PROVIDER_ERRORS as error:
        logger.warning("%s: %s: %s", provider, type(error).__name__, scrub(str(error)))
        # `from None`: whoever logs ours must not print theirs beneath it
        raise _ours(error, streaming=streaming) from None


def _ours(error: Exception, *, streaming: bool) -> TurnError:
    match error:
        case openai.APIStatusError():
            return error_of_status(error.status_code, str(error.code or ""))
        case openai.APITimeoutError() if _is_no_timeout(error):
            return ModelError(UNREACHABLE, "provider_unreachable")
        case openai.APITimeoutError() | httpx2.TimeoutException() | TimeoutError():
            return ModelError(SILENT, "provider_silent")
        case openai.APIConnectionError() | httpx2.TransportError() | ssl.SSLError() | anyio.EndOfStream():
            return ModelError(CUT, "stream_cut") if streaming else ModelError(UNREACHABLE, "provider_unreachable")
        case _:
            return ModelError(UNREADABLE, "stream_unreadable")


def _is_no_timeout(error: BaseException) -> bool:
    """The SDK's aiohttp transport calls every connection that fails a timeout; what aiohttp itself raised tells them apart."""
    cause = error.__cause__
    while cause is not None and not type(cause).__module__.startswith("aiohttp"):
        cause = cause.__cause__
    return cause is not None and not isinstance(cause, TimeoutError)
