"""`LLM_MODEL` is checked with a sentence that says what to do, and a provider is made once per event loop."""

import asyncio
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from orchestrator.llm.model_setting import check_model_setting
from orchestrator.llm.provider_kinds import KINDS
from orchestrator.llm.registry import close_providers, get_provider
from tests.orchestrator.llm.contract.outcome import ask
from tests.orchestrator.llm.contract.scripted_server import scripted_server, streams
from tests.orchestrator.llm.contract.transcripts import TRANSCRIPTS, Words


@pytest.fixture(autouse=True)
async def no_providers_left(settings):
    settings.LLM_API_KEYS = dict.fromkeys(settings.LLM_API_KEYS, "")
    settings.LLM_BASE_URLS = dict.fromkeys(settings.LLM_BASE_URLS, "")
    yield
    await close_providers()


@pytest.mark.parametrize(
    ("model", "advice"),
    [
        ("", "Set LLM_MODEL to demo or KIND:NAME"),
        ("claude", "Set LLM_MODEL to demo or KIND:NAME"),
        ("demo:big", "Set LLM_MODEL=demo"),
        ("openai", "Name a model"),
        ("openai:gpt-5-mini", "Set OPENAI_API_KEY"),
        ("anthropic:claude", "Set ANTHROPIC_API_KEY"),
        ("google:gemini", "Set GOOGLE_API_KEY"),
        ("azure:mine", "Set AZURE_BASE_URL"),
        ("chat:llama", "Set CHAT_BASE_URL"),
        ("demo,anthropic:claude", "Set ANTHROPIC_API_KEY"),
        ("demo,", "Set LLM_MODEL to demo or KIND:NAME"),
    ],
)
def test_an_incomplete_setting_says_what_to_do(model, advice):
    with pytest.raises(ImproperlyConfigured, match=advice):
        check_model_setting(model)


def test_an_address_must_be_a_whole_one(settings):
    settings.LLM_BASE_URLS["openai"] = "localhost:11434"

    with pytest.raises(ImproperlyConfigured, match="OPENAI_BASE_URL"):
        check_model_setting("openai:llama3")


@pytest.mark.parametrize(
    "address",
    [
        "http://server:port/v1",
        "http://[::1/v1",
        "http:///v1",
        "http://server/v1\n",
        "http://me:secret@server/v1",
        "https://server/openai?api-version=1",
        "https://server/v1/chat/completions",
    ],
)
def test_an_address_is_one_that_calls_can_be_put_behind(settings, address):
    settings.LLM_BASE_URLS["openai"] = address

    with pytest.raises(ImproperlyConfigured, match="Set OPENAI_BASE_URL"):
        check_model_setting("chat:llama3")


@pytest.mark.parametrize("key", ["sk-1\n2", "sk-1\N{ZERO WIDTH SPACE}"])
def test_a_key_is_one_that_a_header_can_carry(settings, key):
    settings.LLM_API_KEYS["openai"] = key

    with pytest.raises(ImproperlyConfigured, match="Set OPENAI_API_KEY") as problem:
        check_model_setting("openai:gpt-5-mini")
    assert "sk-1" not in str(problem.value)


@pytest.mark.parametrize("model", ["openai:llama3.2:3b", "chat:llama3.2:3b"])
def test_an_address_of_ones_own_needs_no_key(settings, model):
    settings.LLM_BASE_URLS["openai"] = "http://127.0.0.1:11434/v1"

    check_model_setting(model)


async def test_a_server_of_ones_own_gets_two_requests_at_once(settings, connections):
    """It may have one slot, and queue the others beyond anybody's patience."""
    release = asyncio.Event()
    async with scripted_server() as server:
        server.replies(streams(b"", release, *TRANSCRIPTS["chat"].stream(Words("Hi"))))
        settings.LLM_BASE_URLS |= {"groq": f"{server.url}/one", "mistral": f"{server.url}/other"}
        tasks = [asyncio.create_task(ask(get_provider("groq:small"))) for _ in range(3)]
        await server.request(1)
        tasks.append(asyncio.create_task(ask(get_provider("mistral:small"))))
        assert (await server.request(2)).path == "/other/chat/completions"
        release.set()
        assert [(await task).final_text for task in tasks] == ["Hi"] * 4


async def test_a_provider_is_refused_as_its_setting_is():
    with pytest.raises(ImproperlyConfigured, match="Set OPENAI_API_KEY"):
        get_provider("openai:gpt-5-mini")


@pytest.mark.parametrize("kind", [*KINDS])
async def test_every_kind_connects_with_a_key_and_an_address(settings, kind):
    settings.LLM_API_KEYS[kind], settings.LLM_BASE_URLS[kind] = "a key", "http://127.0.0.1:9/v1"

    assert get_provider(f"{kind}:model").name == f"{kind}:model"


def test_every_kind_has_its_settings(settings):
    assert sorted(settings.LLM_KINDS) == sorted(KINDS)


async def test_a_provider_is_made_once_per_model(settings):
    settings.LLM_API_KEYS["openai"] = "sk-test"

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
        "import django, sys; django.setup(); from orchestrator.llm.model_setting import check_model_setting;"
        "check_model_setting('openai:gpt-5-mini'); sys.exit('openai' in sys.modules)"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "django.conf.global_settings", "PATH": ""}
    known = "LLM_API_KEYS={'openai': 'sk-x'}, LLM_BASE_URLS={}, LLM_STRUCTURED_OUTPUT='auto'"
    code = f"from django.conf import settings; settings.configure({known});{check}"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)
