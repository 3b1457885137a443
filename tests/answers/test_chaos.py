"""`chatstream_chaos` breaks the site of whoever starts it, and says which of the promises their responder has broken."""

import asyncio
import os
import subprocess
import sys

import pytest
import pytest_asyncio
import redis

from tests.answers.slow_model import type_slowly
from tests.child_process import BASE
from tests.orchestrator.llm.local_server import local_server

pytestmark = [pytest.mark.site, pytest.mark.timeout(300)]

SMALL = ("--answers=1", "--streams=1", "--workers=1")
WEB = f"{sys.executable} -m uvicorn examples.llm_chat.asgi:application --port {{port}} --log-level error"


@pytest_asyncio.fixture(scope="module")
async def environment(valkey_server: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "diary").touch()
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "examples.llm_chat.settings",
        "REDIS_URL": valkey_server,
        "DATABASE": str(folder / "chat.sqlite3"),
        "DIARY": str(folder / "diary"),
        "OPENAI_API_KEY": "none",
    }
    await run(environment, "migrate", "-v0")
    return environment


async def run(environment: dict[str, str], *options: str, **changed: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "django", *options),
        env={**environment, **changed},
        cwd=BASE,
        stdout=asyncio.subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, output.decode()


async def test_a_responder_that_keeps_the_promises_comes_through_all_of_it(
    environment: dict[str, str], valkey: redis.Redis
) -> None:
    async with local_server(type_slowly) as model:
        code, output = await run(environment, "chatstream_chaos", *SMALL, OPENAI_BASE_URL=model.url)
    assert code == 0, output
    assert " 0 problems." in output
    assert {"kill -9: the workers", "kill -9: the web server", "FLUSHDB"} <= set(output.splitlines())


async def test_a_tool_that_acts_where_nothing_records_it_is_caught(
    environment: dict[str, str], valkey: redis.Redis
) -> None:
    options = (f"--web={WEB}", "--effects=tests.answers.careless.count_bookings")
    careless = "tests.answers.careless_settings"
    code, output = await run(environment, "chatstream_chaos", *SMALL, *options, DJANGO_SETTINGS_MODULE=careless)
    assert code == 1, output
    assert "have acted 2 times, and the ledger has 1 calls that succeeded." in output


async def test_a_redis_that_is_in_use_is_not_emptied(environment: dict[str, str], valkey: redis.Redis) -> None:
    valkey.set("theirs", 1, ex=60)
    code, output = await run(environment, "chatstream_chaos")
    assert (code, valkey.exists("theirs")) == (1, 1), output
    assert "Redis has keys" in output
