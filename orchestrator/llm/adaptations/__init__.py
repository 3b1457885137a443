"""How requests to one model at one address change after it has refused one, and where that is stored."""

from orchestrator.llm.adaptations.adaptation import adapt
from orchestrator.llm.adaptations.options_store import load_options, options_key, save_options

__all__ = ["adapt", "load_options", "options_key", "save_options"]
