"""A provider that speaks Chat Completions to an address of the test's own. What all dialects promise is in `contract/`."""

from collections.abc import AsyncIterator, Callable

import pytest

from orchestrator.llm.dialects.chat import DIALECT
from orchestrator.llm.http import retries
from orchestrator.llm.http.concurrency_limit import ConcurrencyLimit
from orchestrator.llm.http.provider import Endpoint, HTTPProvider
from orchestrator.llm.model_setting import FORMS
from orchestrator.llm.provider_kinds import COMPATIBLE
from orchestrator.llm.setting_names import SettingNames

KEY = "sk-test-0123456789abcdef"
NAMES = SettingNames("CHAT_API_KEY", "CHAT_BASE_URL", "LLM_MODEL")


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two attempts: what is tested is that there is another one."""
    monkeypatch.setattr(retries, "RETRY_SECONDS", 0.01)


@pytest.fixture
async def connected(settings) -> AsyncIterator[Callable[[str], HTTPProvider]]:
    """Makes providers for an address that speaks Chat Completions; their connections are closed after the test."""
    settings.LLM_API_KEYS = {**settings.LLM_API_KEYS, "chat": KEY}
    settings.LLM_READ_TIMEOUT_SECONDS = 20.0
    made: list[HTTPProvider] = []

    def connect(url: str, key: str = KEY) -> HTTPProvider:
        address = Endpoint(url, key, (DIALECT,), COMPATIBLE, FORMS.get(settings.LLM_STRUCTURED_OUTPUT), NAMES)
        made.append(HTTPProvider("chat:gpt-5-mini", "gpt-5-mini", address, ConcurrencyLimit(16)))
        return made[-1]

    yield connect
    for provider in made:
        await provider.close()
