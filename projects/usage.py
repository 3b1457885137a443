"""Tokens and cost (in US dollars) as rows keep them.

`{input_tokens, output_tokens, cached_tokens?, reasoning_tokens?, cost?, estimated?}`: what is not there is not known. `estimated`
is there, and true, if a part of it was never counted by a provider.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

NAMES = ("input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens", "cost")


def total(usages: Iterable[Mapping[str, Any] | None]) -> dict[str, Any]:
    """The sum of several; None is one that nobody counted. A cost is there only if each of them has one."""
    known = list(usages)
    summed: Counter[str] = Counter()
    for usage in known:
        summed.update({name: usage[name] for name in NAMES if usage and name in usage})
    if not all(usage and "cost" in usage for usage in known):
        del summed["cost"]
    is_estimated = any(usage and usage.get("estimated") for usage in known)
    return {**summed, **({"estimated": True} if is_estimated else {})}
