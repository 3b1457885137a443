"""What the end of a model's answer means: success, an error for the user, or another call of the model."""

from orchestrator.errors import ModelError, UserError
from orchestrator.llm.interface import StepEnd
from projects.models import Step

CUT = "The answer became too long and was cut. Ask for less at once, or try again."
FILTERED = "The AI service filtered the rest of this answer."
DECLINED = "The AI model declines to answer this message. Try to word it differently."
MALFORMED = "The AI wrote its next step in a form that could not be read. Try again."
EMPTY = "The AI model gave an empty answer. Try again."

_TOO_LONG = (
    "[Your last answer reached the limit of tokens before it was complete, so nothing of it was used. Answer again, much "
    "shorter: think briefly, and call one tool at a time.]"
)
_UNREADABLE = "[Your last tool call could not be read, so it was not made. Make it again: its arguments are one valid JSON object.]"

_BY_ERROR_CODE = {
    "cut_by_limit": "length",
    "content_filter": "filtered",
    "provider_declined": "refused",
    "malformed_call": "malformed",
}


def correction(end: StepEnd, text: str) -> str:
    """The instruction with which to ask the model again for the same answer; "" if this end is accepted.

    A cut answer is accepted if it has text.
    """
    if end.finish_reason == "malformed":
        return _UNREADABLE
    if end.finish_reason == "length" and not text.strip():
        return _TOO_LONG
    return ""


def check_end(step: Step) -> None:
    """Raises TurnError if the step is incomplete or empty; its text stays."""
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


def check_json_end(finish_reason: str) -> None:
    """Raises TurnError if an answer that was to be JSON is incomplete."""
    if finish_reason == "length":
        raise ModelError("The model's answer was too long and was cut off.", "cut_by_limit")
    if finish_reason == "filtered":
        raise ModelError("The AI service filtered the model's answer.", "content_filter")
    if finish_reason == "refused":
        raise ModelError("The model declined to do this.", "provider_declined")
    if finish_reason == "malformed":
        raise ModelError("The model's answer could not be read.", "malformed_call")


def finish_reason(status: str, code: str, last: str) -> str:
    """The `finish_reason` of a run on the wire. `code`: of its error; `last`: the model's reason in the last step."""
    if status == "success":
        return "refused" if last == "refused" else "stop"
    return _BY_ERROR_CODE.get(code, "error") if status == "error" else status
