"""The example of a program with the package `openai`: a person's token opens the door, and cuts of the line change nothing."""

import asyncio
import sys

from chatstream.testing.fault_proxy import FaultProxy
from tests.child_process import BASE
from tests.instance import Person

SCRIPT = str(BASE / "examples/openai_client.py")


async def test_it_prints_an_answer_whose_line_is_cut(alice: Person) -> None:
    project = await alice.make_project()
    proxy = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", alice.instance.port))
    proxy.cut_after(5_000)  # what is asked and what is read share a connection: it breaks among the first words
    async with proxy.listening() as port, asyncio.timeout(60):
        asked = [alice.token, project, "Write a 200 word voice-over about frames", f"127.0.0.1:{port}"]
        client = await asyncio.create_subprocess_exec(sys.executable, SCRIPT, *asked, stdout=-1, stderr=-1)
        output, problem = await client.communicate()
        assert proxy.cuts  # before the end of the proxy, which cuts what is left
    assert (client.returncode, problem.decode()) == (0, "")
    async with alice.http() as http:
        newest = (await http.get(f"/api/projects/{project}/")).json()["messages"][-1]
    assert (newest["status"], newest["content"]) == ("success", output.decode())
