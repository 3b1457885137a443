"""`manage.py check-model`: what works with a model, in words, and an exit code for scripts."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, load_command_class

from orchestrator.llm.http import retries
from tests.orchestrator.llm.local_server import Exchange, local_server, plain
from tests.scripted_server import obliging, refusing

pytestmark = pytest.mark.usefixtures("valkey")

Respond = Callable[[Exchange], Awaitable[None]]
LONG = [
    *("a turn with tools", "a scene, by schema", "a scene, by tool", "a scene, by prompt"),
    *("a picture", "a long answer", "a long prompt", "a stop"),
]
REFUSED_KEY = plain("401 Unauthorized", json.dumps({"error": {"message": "Incorrect API key provided."}}).encode())


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VAR_DIR = tmp_path
    settings.LLM_BASE_URLS = dict(settings.LLM_BASE_URLS)
    monkeypatch.setattr(retries, "RETRY_SECONDS", 0.01)


async def check(settings, respond: Respond, *options: str, model: str = "chat:small") -> tuple[str, int, int]:
    """What was said, the exit code, and how often the model was asked."""
    output = StringIO()
    async with local_server(respond) as server:
        settings.LLM_BASE_URLS["chat"] = server.url
        try:
            await asyncio.to_thread(call_command, "check-model", model, *options, stdout=output)
        except CommandError as error:
            return f"{output.getvalue()}{error}", error.returncode, len(server.exchanges)
    return output.getvalue(), 0, len(server.exchanges)


def lines(output: str) -> dict[str, str]:
    """Each probe and its verdict."""
    found = [line.split(maxsplit=1) for line in output.splitlines() if " s): " in line]
    return {rest.split(" (")[0]: verdict for verdict, rest in found}


async def test_a_model_that_can_all_of_it_works(settings):
    output, code, _ = await check(settings, obliging)

    assert lines(output) == dict.fromkeys(LONG, "works")
    assert code == 0
    assert "adjusted" not in output


async def test_the_short_form_is_a_turn_and_a_scene(settings):
    output, _, asked = await check(settings, obliging, "--short")

    assert [*lines(output)] == ["a turn with tools", "a scene"]
    assert asked == 3


async def test_what_was_adjusted_is_said_in_words(settings):
    output, code, _ = await check(settings, refusing("stream_options"), "--short")

    assert "adjusted: Not sent to it: stream_options." in output
    assert code == 0


async def test_a_refusal_is_said_in_the_providers_words_with_the_setting_to_check(settings):
    settings.LLM_API_KEYS = {**settings.LLM_API_KEYS, "chat": "sk-secret-0123456789"}

    output, code, _ = await check(settings, REFUSED_KEY, "--short")

    assert lines(output) == {"a turn with tools": "FAILS", "a scene": "FAILS"}
    assert "Incorrect API key provided. (check CHAT_API_KEY)" in output
    assert "sk-secret" not in output
    assert "2 of the checks failed" in output
    assert code == 1


async def test_once_means_until_it_has_worked(settings):
    first, _, _ = await check(settings, REFUSED_KEY, "--short", "--once")
    second, _, _ = await check(settings, obliging, "--short", "--once")
    third, _, asked = await check(settings, REFUSED_KEY, "--short", "--once")

    assert ("FAILS" in first, "works" in second) == (True, True)
    assert (third, asked) == ("", 0)


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        ("nobody:knows", "There is no 'nobody'."),
        ("chat", "Name a model in LLM_MODEL after the colon, e.g. LLM_MODEL=chat:NAME."),
        ("anthropic:claude", "Set ANTHROPIC_API_KEY"),
        ("bedrock:claude", 'pip install "pydantic-ai-slim[bedrock]'),
    ],
)
async def test_a_name_that_cannot_work_is_refused_with_one_sentence(settings, model, sentence):
    output, code, asked = await check(settings, obliging, model=model)

    assert sentence in output
    assert len(output.splitlines()) == 1
    assert (code, asked) == (1, 0)


async def test_the_demo_is_no_model(settings):
    output, code, asked = await check(settings, obliging, model="demo")

    assert "nothing to check" in output
    assert (code, asked) == (0, 0)


def test_its_help_says_what_it_does_what_it_costs_and_how_it_ends():
    text = " ".join(
        load_command_class("orchestrator", "check-model")
        .create_parser("manage.py", "check-model")
        .format_help()
        .split()
    )

    for promise in ("a picture", "A few cents", "Ends with 1", "KIND:NAME", "--short", "--once"):
        assert promise in text
