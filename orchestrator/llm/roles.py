"""Which model does what: the director leads the conversation and calls the tools, the scene agent writes a scene."""

from dataclasses import dataclass

from django.conf import settings

from orchestrator.llm.interface import Provider
from orchestrator.llm.prices import Price, cost_of
from orchestrator.llm.registry import get_provider


@dataclass(frozen=True, slots=True)
class Roles:
    director: Provider
    scene_agent: Provider
    price: Price = cost_of


def get_roles(director: str) -> Roles:
    """The providers, in the running event loop; `director` as in `LLM_MODEL`. Raises ImproperlyConfigured."""
    return Roles(get_provider(director), get_provider(settings.LLM_SCENE_MODEL or director))
