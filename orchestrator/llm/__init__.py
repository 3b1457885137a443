"""Models behind one interface: `get_provider("openai:gpt-5-mini")`, `get_provider("demo")`."""

from orchestrator.llm.registry import check_model_setting, close_providers, get_provider

__all__ = ["check_model_setting", "close_providers", "get_provider"]
