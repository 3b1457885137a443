"""Who judges servers of MCP, as npm has them: the inspector, and the conformance tests of the protocol's makers."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
import uvicorn

from instance.ports import find_free_port
from tests.instance import Instance, Person

pytestmark = [pytest.mark.package, pytest.mark.timeout(300)]

PACKAGES = ("@modelcontextprotocol/inspector@2", "@modelcontextprotocol/conformance@0.1")
# Those that ask for no tools of the makers' own example.
SCENARIOS = ("server-initialize", "ping", "tools-list", "resources-list", "dns-rebinding-protection")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp")
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *PACKAGES], cwd=folder, check=True)
    return folder / "node_modules"


@pytest.fixture
def alice(instance: Instance) -> Person:
    return instance.make_user("alice")


@pytest_asyncio.fixture
async def open_door(alice: Person) -> AsyncIterator[str]:
    """The same server for a program that can send no token."""

    async def forward(scope: Any, receive: Any, send: Any) -> None:
        body, message = b"", {"more_body": True}
        while message["more_body"]:
            message = {"more_body": False, **await receive()}
            body += message.get("body", b"")
        headers = [*scope["headers"], *((name.encode(), value.encode()) for name, value in alice.headers.items())]
        async with httpx.AsyncClient(timeout=20) as client:
            url = f"{alice.instance.url}{scope['path']}"
            answer = await client.request(scope["method"], url, headers=headers, content=body)
        kept = [(name, value) for name, value in answer.headers.raw if name.lower() != b"transfer-encoding"]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": kept})
        await send({"type": "http.response.body", "body": answer.content})

    port = find_free_port()
    server = uvicorn.Server(uvicorn.Config(forward, port=port, log_level="error", lifespan="off"))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}/mcp"
    server.should_exit = True
    with suppress(asyncio.CancelledError):
        await serving


async def output_of(*command: str | Path) -> str:
    process = await asyncio.create_subprocess_exec(*command, stdout=-1, stderr=-2)
    output, _ = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode == 0, output.decode()
    return output.decode()


async def test_the_inspector_lists_the_tools_and_calls_one(node: str, packages: Path, alice: Person) -> None:
    inspector = packages / "@modelcontextprotocol/inspector/clients/launcher/build/index.js"
    where = ["--cli", f"{alice.instance.url}/mcp", "--header", f"Authorization: {alice.headers['Authorization']}"]
    listed = json.loads(await output_of(node, inspector, *where, "--method", "tools/list"))
    call = ["--method", "tools/call", "--tool-name", "create_project", "--tool-arg", "title=Tea"]
    made = json.loads(await output_of(node, inspector, *where, *call))
    assert "send_message" in {tool["name"] for tool in listed["tools"]}
    assert made["structuredContent"]["title"] == "Tea"


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_the_server_conforms(node: str, packages: Path, open_door: str, scenario: str) -> None:
    judge = packages / "@modelcontextprotocol/conformance/dist/index.js"
    verdict = await output_of(node, judge, "server", "--url", open_door, "--scenario", scenario)
    assert "0 failed, 0 warnings" in verdict, verdict
