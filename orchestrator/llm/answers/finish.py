"""From a provider's own word for the end of an answer to one of ours."""

import re

from orchestrator.llm.interface import FinishReason

# Parts of the provider's word, tried in this order: `MALFORMED_FUNCTION_CALL` is no call, `max_tokens` no end.
_FAILURE = """error abort aborted fail failed failure insufficient cancel cancelled canceled timeout interrupted disconnect
disconnected pause paused unavailable overloaded incomplete network resource shutdown unspecified other unknown preempted"""
_MEANINGS: tuple[tuple[str, FinishReason], ...] = (
    ("malformed invalid unexpected unparsable", "malformed"),
    ("filter filtered safety policy blocked block blocklist prohibited recitation spii moderation", "filtered"),
    ("flagged sensitive armor jailbreak guardrail guardrails intervened violation censored toxic", "filtered"),
    ("refusal refused refuse declined", "refused"),
    ("length limit truncated exceeded window tokens maxtokens budget", "length"),
    ("tool tools function call calls", "tool_calls"),
    ("stop stopped end ended eos eot done complete completed finished finish success turn", "stop"),
)


def parse_finish_reason(word: str) -> FinishReason | None:
    """Return None for a failure and for an unknown word: the call is then repeated, its answer never counts as complete."""
    words = set(re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", word).lower()))
    if words & set(_FAILURE.split()):
        return None
    return next((meaning for vocabulary, meaning in _MEANINGS if words & set(vocabulary.split())), None)
