"""`LLM_MODEL` is checked with a sentence that says what to do, and a provider is made once per event loop."""

import asyncio
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from orchestrator.llm import check_model_setting, close_providers, get_provider


@pytest.fixture(autouse=True)
async def no_providers_left(settings):
    settings.OPENAI_API_KEY = settings.OPENAI_BASE_URL = ""
    yield
    await close_providers()


@pytest.mark.parametrize(
    ("model", "advice"),
    [
        ("", "Set LLM_MODEL to demo or openai:NAME"),
        ("claude", "Set LLM_MODEL to demo or openai:NAME"),
        ("demo:big", "Set LLM_MODEL=demo"),
        ("openai", "Name a model"),
        ("openai:gpt-5-mini", "Set OPENAI_API_KEY"),
    ],
)
def test_an_incomplete_setting_says_what_to_do(model, advice):
    with pytest.raises(ImproperlyConfigured, match=advice):
        check_model_setting(model)


def test_an_address_must_be_a_whole_one(settings):
    settings.OPENAI_BASE_URL = "localhost:11434"

    with pytest.raises(ImproperlyConfigured, match="OPENAI_BASE_URL"):
        check_model_setting("openai:llama3")


def test_an_address_of_ones_own_needs_no_key(settings):
    settings.OPENAI_BASE_URL = "http://127.0.0.1:11434/v1"

    check_model_setting("openai:llama3.2:3b")


async def test_a_provider_is_refused_as_its_setting_is():
    with pytest.raises(ImproperlyConfigured, match="Set OPENAI_API_KEY"):
        get_provider("openai:gpt-5-mini")


async def test_a_provider_is_made_once_per_model(settings):
    settings.OPENAI_API_KEY = "sk-test"

    assert get_provider("openai:gpt-5-mini") is get_provider("openai:gpt-5-mini")
    assert get_provider("openai:gpt-5") is not get_provider("openai:gpt-5-mini")
    assert [get_provider(model).name for model in ("demo", "openai:gpt-5")] == ["demo", "openai:gpt-5"]


async def test_another_event_loop_gets_a_provider_of_its_own():
    async def other() -> object:
        try:
            return get_provider("demo")
        finally:
            await close_providers()

    assert await asyncio.to_thread(asyncio.run, other()) is not get_provider("demo")


async def test_closing_makes_room_for_new_ones():
    first = get_provider("demo")
    await close_providers()

    assert get_provider("demo") is not first


def test_checking_the_setting_does_not_load_openai():
    check = (
        "import django, sys; django.setup(); from orchestrator.llm import check_model_setting;"
        "check_model_setting('openai:gpt-5-mini'); sys.exit('openai' in sys.modules)"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "django.conf.global_settings", "PATH": ""}
    known = "OPENAI_API_KEY='sk-x', OPENAI_BASE_URL='', LLM_STRUCTURED_OUTPUT='auto'"
    code = f"from django.conf import settings; settings.configure({known});{check}"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)
