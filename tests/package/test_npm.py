"""The client as a package of npm: Node reads an answer to the letter over a line that is cut, and its types are strict."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest
import pytest_asyncio

import chatstream
from chatstream.testing.fault_proxy import FaultProxy
from tests.answers.adopter import Person, Site
from tests.answers.llm_chat_site import site
from tests.answers.slow_model import TEXT
from tests.docs.pages import ROOT
from tests.package.conftest import run

__all__ = ["site"]
pytestmark = [pytest.mark.package, pytest.mark.timeout(900)]


@pytest_asyncio.fixture
async def alice(site: Site) -> Person:
    return await asyncio.to_thread(site.sign_in)


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_node_reads_a_cut_answer_to_the_letter(node_folder: Path, alice: Person, transport: str) -> None:
    proxy = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", alice.port))
    door = f"/ws/streams/{alice.stream}/" if transport == "socket" else f"/api/streams/{alice.stream}/events/"
    proxy.cut_after(1_500, f"GET {door}".encode())  # a socket compresses
    async with proxy.listening() as port:
        about = {
            "url": f"ws://127.0.0.1:{port}/ws/streams/{alice.stream}/",
            "headers": {"Cookie": f"sessionid={alice.session}", "Origin": f"http://127.0.0.1:{port}"},
            "schema": str(ROOT / "docs/schemas/frames.schema.json"),
            "plainHttp": transport == "http",
        }
        async with asyncio.timeout(60):
            printed = await asyncio.to_thread(run, "node", "ask.js", json.dumps(about), cwd=node_folder)
        assert proxy.cuts >= 1
    found = json.loads(printed)
    assert (found["text"], found["status"]) == (TEXT, "success")
    assert found["transports"] == [transport]
    assert found["strange"] == []
    assert "must be absolute" in found["relative"]


@pytest.mark.parametrize("resolution", ["bundler", "nodenext"])
def test_strict_typescript_takes_it(node_folder: Path, resolution: str) -> None:
    module = "es2022" if resolution == "bundler" else "nodenext"
    run("npx", "tsc", "--project", ".", "--module", module, "--moduleResolution", resolution, cwd=node_folder)


def test_strict_typescript_checks_the_hook_itself(node_folder: Path) -> None:
    """`make lint` cannot: it has no types of React."""
    client = ROOT / "chatstream"
    for part in ("static", "types"):
        shutil.copytree(client / part, node_folder / "checked" / part)
    shutil.copy(client / "client-types.d.ts", node_folder / "checked")
    run("npx", "tsc", "--project", "hook.tsconfig.json", cwd=node_folder)


def test_the_schemas_satisfy_the_public_validators(node_folder: Path) -> None:
    assert run("node", "validate.js", ROOT / "docs/schemas", cwd=node_folder) == ""


def test_both_packages_have_one_version() -> None:
    assert json.loads((ROOT / "chatstream/package.json").read_text())["version"] == chatstream.__version__
