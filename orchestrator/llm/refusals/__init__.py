"""What a provider says no with -> our error, by its true name. Pure: a refusal in, a category, an error or a time to wait out."""

from orchestrator.llm.refusals.categories import category_of
from orchestrator.llm.refusals.errors import SettingNames, error_of, is_worth_repeating
from orchestrator.llm.refusals.refusal import Refusal
from orchestrator.llm.refusals.vocabulary import Category
from orchestrator.llm.refusals.waits import retry_after

__all__ = ["Category", "Refusal", "SettingNames", "category_of", "error_of", "is_worth_repeating", "retry_after"]
