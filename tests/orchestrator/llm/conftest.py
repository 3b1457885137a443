"""Peers to test providers against: llmock, a server that breaks on demand, run as a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from orchestrator.llm import attempts
from orchestrator.llm.admission import Admission
from orchestrator.llm.dialects.chat import DIALECT
from orchestrator.llm.kinds import COMPATIBLE
from orchestrator.llm.provider import Address, HTTPProvider
from orchestrator.llm.refusals import SettingNames
from orchestrator.llm.registry import FORMS
from tests.child_process import child

KEY = "sk-test-0123456789abcdef"
NAMES = SettingNames("CHAT_API_KEY", "CHAT_BASE_URL", "LLM_MODEL")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def llmock_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running llmock, e.g. `http://127.0.0.1:40123`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [str(Path(sys.executable).parent / "llmock"), "serve", "--port", str(port), "--log-level", "warning"]
    with (
        (tmp_path_factory.mktemp("llmock") / "log").open("wb") as log,
        child([*command, "--response-style", "varied"], stdout=log, stderr=log) as process,
    ):
        wait_until_serving(f"{address}/health", process)
        yield address


def wait_until_serving(url: str, process: "subprocess.Popen[bytes]", seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended while starting"
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"nothing answers at {url}")


class Llmock:
    def __init__(self, address: str) -> None:
        self.url = f"{address}/v1"
        self._control = httpx.Client(base_url=f"{address}/_llmock", trust_env=False)

    def will(self, *behaviors: dict[str, object]) -> None:
        """Queue behaviours for the next requests."""
        self._control.post("/scenario", json={"behaviors": behaviors}).raise_for_status()

    def requests(self) -> list[dict[str, object]]:
        return self._control.get("/requests").json()["requests"]

    def reset(self) -> None:
        self._control.post("/reset").raise_for_status()

    def close(self) -> None:
        self._control.close()


@pytest.fixture
def faulty_model(llmock_address: str) -> Iterator[Llmock]:
    llmock = Llmock(llmock_address)
    llmock.reset()
    yield llmock
    llmock.close()


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two attempts: what is tested is that there is another one."""
    monkeypatch.setattr(attempts, "RETRY_SECONDS", 0.01)


@pytest.fixture
async def connected(settings) -> AsyncIterator[Callable[[str], HTTPProvider]]:
    """Makes providers for an address that speaks Chat Completions; their connections are closed after the test."""
    settings.LLM_API_KEYS = {**settings.LLM_API_KEYS, "chat": KEY}
    settings.LLM_READ_TIMEOUT_SECONDS = 20.0
    made: list[HTTPProvider] = []

    def connect(url: str, key: str = KEY) -> HTTPProvider:
        address = Address(url, key, (DIALECT,), COMPATIBLE, FORMS.get(settings.LLM_STRUCTURED_OUTPUT), NAMES)
        made.append(HTTPProvider("chat:gpt-5-mini", "gpt-5-mini", address, Admission(16)))
        return made[-1]

    yield connect
    for provider in made:
        await provider.close()
