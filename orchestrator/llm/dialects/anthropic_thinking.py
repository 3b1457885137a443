"""How much Claude shall think, as it is asked for: newer models by an effort, older ones by a budget of tokens.

Sources: https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking and …/extended-thinking.
"""

import re
from typing import Any

from orchestrator.llm.options import Options

_ADAPTIVE_SINCE = (4, 6)
_VERSION = re.compile(r"claude-(?:[a-z]+-)?(\d+)(?:[-.](\d{1,2})(?!\d))?")
_BUDGETS = {"minimal": 1024, "low": 2048, "medium": 8192, "high": 16384}
_LARGEST_BUDGET = 32768
_SMALLEST_BUDGET = 1024  # Anthropic's
_EFFORTS = {"minimal": "low"}


def thinking(model: str, effort: str, options: Options) -> dict[str, Any]:
    """The fields of the body; {} leaves it to the model. A budget comes on top of `max_tokens`, which counts thinking too."""
    if not effort:
        return {}
    if effort == "none":
        return {"thinking": {"type": "disabled"}}
    if _is_adaptive(model, options):
        # Else newer models think in secret.
        summarized = {"type": "adaptive", "display": "summarized"}
        return {"thinking": summarized, "output_config": {"effort": _EFFORTS.get(effort, effort)}}
    return {"thinking": {"type": "enabled", "budget_tokens": _BUDGETS.get(effort, _LARGEST_BUDGET)}}


def with_budget(body: dict[str, Any], options: Options) -> dict[str, Any]:
    """`body` with room for what it may think, or without thinking where there is no room, or where it may not begin with it."""
    budget = body.get("thinking", {}).get("budget_tokens")
    if budget is None:
        return body
    limit = min(body["max_tokens"] + budget, options.output_limit or body["max_tokens"] + budget)
    budget = min(budget, limit - body["max_tokens"] // 2)
    if budget < _SMALLEST_BUDGET or _is_within_step_without(body["messages"]):
        return {key: value for key, value in body.items() if key != "thinking"}
    return {**body, "max_tokens": limit, "thinking": {**body["thinking"], "budget_tokens": budget}}


def _is_adaptive(model: str, options: Options) -> bool:
    for kind in ("enabled", "adaptive"):
        if f"thinking.type={kind}" in options.dropped:
            return kind == "enabled"
    version = _VERSION.search(model)
    return version is not None and (int(version[1]), int(version[2] or 0)) >= _ADAPTIVE_SINCE


def _is_within_step_without(messages: list[dict[str, Any]]) -> bool:
    """Whether the calls whose results come now were made without thinking, e.g. by another model: it cannot begin in between."""
    if len(messages) < 2 or messages[-1]["content"][0]["type"] != "tool_result":
        return False
    return messages[-2]["content"][0]["type"] not in ("thinking", "redacted_thinking")
