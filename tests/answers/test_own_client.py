"""The client that docs/chatstream/clients.md writes reads an answer to the letter over a line that is cut."""

import asyncio
import json
import sys
from pathlib import Path

from chatstream.testing.fault_proxy import FaultProxy
from tests.answers.adopter import Site
from tests.answers.llm_chat_site import site
from tests.answers.slow_model import TEXT
from tests.docs.pages import ROOT, blocks

__all__ = ["site"]


async def test_it_reads_a_cut_answer_to_the_letter(site: Site, tmp_path: Path) -> None:
    [code] = blocks((ROOT / "docs/chatstream/clients.md").read_text())
    client = tmp_path / "client.py"
    client.write_text(code)
    alice = await asyncio.to_thread(site.sign_in)
    proxy = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", site.port))
    proxy.cut_after(1_500)
    async with proxy.listening() as port, asyncio.timeout(60):
        url = f"ws://127.0.0.1:{port}/ws/streams/{alice.stream}/"
        headers = json.dumps({"Cookie": f"sessionid={alice.session}", "Origin": f"http://127.0.0.1:{port}"})
        process = await asyncio.create_subprocess_exec(
            sys.executable, client, url, headers, "Hello", stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
        assert proxy.cuts == 1
    assert printed.decode() == TEXT + "\n"
