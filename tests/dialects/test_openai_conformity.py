"""A public suite, llm-comply, finds what both doors answer as the specifications of OpenAI and Open Responses have it."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.answers.adopter import Site

pytestmark = [pytest.mark.package, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its package."""
    folder = tmp_path_factory.mktemp("llm-comply")
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", folder, "llm-comply==0.5.0"], check=True)
    return folder


@pytest.mark.parametrize(("specification", "prefix"), [("openai-chat", "chat-"), ("open-responses", "")])
async def test_answers_whole_and_streamed_are_as_specified(
    site: Site, suite: Path, specification: str, prefix: str
) -> None:
    alice = await asyncio.to_thread(site.sign_in)
    options = {
        "--format": specification,
        "--base-url": f"http://127.0.0.1:{site.port}/api/openai/v1",
        "--api-key": "none",
        "--header": f"Cookie:sessionid={alice.session},X-Chatstream-Stream:{alice.stream}",
        "--filter": ",".join(f"{prefix}{name}" for name in ("basic-response", "streaming-response", "streaming-usage")),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "llm_comply.cli", *[each for option in options.items() for each in option]),
        env={**os.environ, "PYTHONPATH": str(suite)},
        stdout=-1,
        stderr=-2,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    assert "Streaming Usage" in output.decode()  # the last that was wanted
