"""What an answer costs, in US dollars, by the list prices of genai-prices; they come with the package, nothing is fetched."""

from collections.abc import Callable
from functools import cache
from typing import Any

from orchestrator.llm.interface import Usage
from orchestrator.llm.model_setting import base_url
from orchestrator.llm.provider_kinds import KINDS

Price = Callable[[str, Usage], float | None]  # a model as KIND:NAME, and what one call of it has used

_PROVIDERS = {"xai": "x-ai", "moonshot": "moonshotai"}  # where genai-prices calls a kind otherwise


def cost_of(model: str, usage: Usage) -> float | None:
    """`model` is KIND:NAME. None where no price is known: a model nobody lists, or a server at an address of its own."""
    kind, _, name = model.partition(":")
    if kind not in KINDS or not KINDS[kind].base_url or base_url(kind) != KINDS[kind].base_url:
        return None
    calculate, used = _library()
    counted = used(
        input_tokens=usage.input_tokens, output_tokens=usage.output_tokens, cache_read_tokens=usage.cached_tokens
    )
    try:
        return float(calculate(counted, model_ref=name, provider_id=_PROVIDERS.get(kind, kind)).total_price)
    except (LookupError, ValueError):
        return None


def load() -> None:
    """Load the table of prices: in a worker that writes answers already it would hold all of them up for a second."""
    _library()


@cache
def _library() -> tuple[Any, Any]:
    """Its table of prices takes a second to load, which only a worker with a real model needs to pay."""
    from genai_prices import Usage as Counted
    from genai_prices import calc_price

    return calc_price, Counted
