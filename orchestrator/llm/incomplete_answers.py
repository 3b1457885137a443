"""Answers of a model that ended incomplete: a correction for the model, or an error."""

from chatstream.run.errors import ModelError
from orchestrator.llm.interface import StepEnd

_TOO_LONG = (
    "[Your last answer reached the limit of tokens before it was complete, so nothing of it was used. Answer again, much "
    "shorter: think briefly, and call one tool at a time.]"
)
_UNREADABLE = "[Your last tool call could not be read, so it was not made. Make it again: its arguments are one valid JSON object.]"


def correction(end: StepEnd, text: str) -> str:
    """The instruction with which to ask the model again for the same answer; "" if this end is accepted.

    A cut answer is accepted if it has text.
    """
    if end.finish_reason == "malformed":
        return _UNREADABLE
    if end.finish_reason == "length" and not text.strip():
        return _TOO_LONG
    return ""


def check_json_end(finish_reason: str) -> None:
    """Raises RunError if an answer that was to be JSON is incomplete."""
    if finish_reason == "length":
        raise ModelError("The model's answer was too long and was cut off.", "cut_by_limit")
    if finish_reason == "filtered":
        raise ModelError("The AI service filtered the model's answer.", "content_filter")
    if finish_reason == "refused":
        raise ModelError("The model declined to do this.", "provider_declined")
    if finish_reason == "malformed":
        raise ModelError("The model's answer could not be read.", "malformed_call")
