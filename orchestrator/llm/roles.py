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


def get_roles() -> Roles:
    """The providers of the settings, in the running event loop. Raises ImproperlyConfigured."""
    return Roles(get_provider(settings.LLM_MODEL), get_provider(settings.LLM_SCENE_MODEL or settings.LLM_MODEL))
