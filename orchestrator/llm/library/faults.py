"""What the library, or an SDK under it, raises -> our error. An SDK may raise anything: of 272 odd streams 97 made one do so."""

from pydantic_ai import exceptions

from chatstream.run.errors import ModelError, OperatorError, RunError
from orchestrator.llm import refusals
from orchestrator.llm.http.answer_stream import UNREADABLE
from orchestrator.llm.http.client import CUT, SILENT, UNREACHABLE
from orchestrator.llm.refusals.errors import UNAVAILABLE

_BROKEN = (exceptions.UnexpectedModelBehavior, ValueError, TypeError, LookupError, AttributeError)


def error_from_exception(problem: Exception, *, has_begun: bool) -> RunError:
    """`begun`: the answer has begun, so a cut is a cut."""
    detail = f"{type(problem).__name__}: {problem}"
    match problem:
        case exceptions.ModelHTTPError():
            refusal = refusals.Refusal(problem.status_code, str(problem.body or problem), problem.headers or {})
            return refusals.error_from_refusal(refusal)
        case TimeoutError() | exceptions.ModelTimeoutError() | exceptions.ModelRequestTimeout():
            return ModelError(SILENT, "provider_silent", detail=detail)
        case exceptions.UserError() | ImportError():  # a variable that is not set, an SDK that is not installed
            return OperatorError(UNAVAILABLE, "not_configured", detail=detail)
        case _ if isinstance(problem, _BROKEN):
            return ModelError(UNREADABLE, "stream_unreadable", detail=detail)
    return (
        ModelError(CUT, "stream_cut", detail=detail)
        if has_begun
        else ModelError(UNREACHABLE, "provider_unreachable", detail=detail)
    )
