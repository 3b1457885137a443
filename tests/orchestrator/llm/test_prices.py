"""What an answer costs, where that is known."""

import pytest

from orchestrator.llm.interface import Usage
from orchestrator.llm.prices import cost_of

USED = Usage(input_tokens=1_000_000, output_tokens=100_000)


@pytest.fixture(autouse=True)
def listed_addresses(settings):
    settings.LLM_BASE_URLS = dict.fromkeys(settings.LLM_BASE_URLS, "")


@pytest.mark.parametrize(
    "model", ["openai:gpt-5-mini", "anthropic:claude-sonnet-4-5", "google:gemini-2.5-pro", "openrouter:openai/gpt-5"]
)
def test_a_listed_model_has_a_price(model):
    assert 0.1 < cost_of(model, USED) < 100


def test_what_the_provider_had_in_its_cache_is_cheaper():
    cached = Usage(input_tokens=1_000_000, output_tokens=100_000, cached_tokens=900_000)

    assert cost_of("openai:gpt-5-mini", cached) < cost_of("openai:gpt-5-mini", USED)


@pytest.mark.parametrize("model", ["demo", "ollama:llama3.2:3b", "openai:nobody-has-it", "chat:gpt-5-mini"])
def test_no_price_is_made_up(model):
    assert cost_of(model, USED) is None


def test_a_server_at_an_address_of_its_own_has_no_list_price(settings):
    settings.LLM_BASE_URLS["openai"] = "http://127.0.0.1:8080/v1"

    assert cost_of("openai:gpt-5-mini", USED) is None
