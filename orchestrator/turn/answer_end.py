"""What the end of a step or a run means: success, or an error for the user."""

from chatstream.run.errors import ModelError, UserError
from projects.models import Step

CUT = "The answer became too long and was cut. Ask for less at once, or try again."
FILTERED = "The AI service filtered the rest of this answer."
DECLINED = "The AI model declines to answer this message. Try to word it differently."
MALFORMED = "The AI wrote its next step in a form that could not be read. Try again."
EMPTY = "The AI model gave an empty answer. Try again."

_BY_ERROR_CODE = {
    "cut_by_limit": "length",
    "content_filter": "filtered",
    "provider_declined": "refused",
    "malformed_call": "malformed",
}


def check_end(step: Step) -> None:
    """Raises RunError if the step is incomplete or empty; its text stays."""
    if step.finish_reason == "length":
        raise ModelError(CUT, "cut_by_limit")
    if step.finish_reason == "filtered":
        raise ModelError(FILTERED, "content_filter")
    if step.finish_reason == "malformed":
        raise ModelError(MALFORMED, "malformed_call")
    if step.tool_requests or step.content.strip():
        return
    if step.finish_reason == "refused":
        raise UserError(DECLINED, "provider_declined")
    raise ModelError(EMPTY, "empty_answer")


def finish_reason(status: str, code: str, last: str) -> str:
    """The `finish_reason` of a run on the wire. `code`: of its error; `last`: the model's reason in the last step."""
    if status == "success":
        return "refused" if last == "refused" else "stop"
    return _BY_ERROR_CODE.get(code, "error") if status == "error" else status
