"""From a provider's refusal to one of our errors. Pure: a refusal in; a category, an error or a time to wait out."""

from orchestrator.llm.refusals.categories import classify
from orchestrator.llm.refusals.category import Category
from orchestrator.llm.refusals.errors import error_from_refusal, is_retryable
from orchestrator.llm.refusals.refusal import Refusal
from orchestrator.llm.refusals.waits import retry_after

__all__ = ["Category", "Refusal", "classify", "error_from_refusal", "is_retryable", "retry_after"]
