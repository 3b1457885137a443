"""A client of another front end: a script of Node.js with its own package, against the example project."""

import asyncio
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.answers.adopter import Person, Site
from tests.dialects.disasters import kill_worker_and_flush

CLIENTS = Path(__file__).with_name("clients")


def install(folder: Path, script: str, *packages: str) -> str:
    """The script beside the packages that it imports; returns its path."""
    (folder / "package.json").write_text('{"type": "module"}')
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *packages], cwd=folder, check=True)
    shutil.copy(CLIENTS / "cut_lines.mjs", folder)
    return str(shutil.copy(CLIENTS / script, folder))


class ForeignClient:
    def __init__(self, site: Site, alice: Person, node: str, script: str, api: str) -> None:
        self.site = site
        self.alice = alice
        self._command = [node, script, f"http://127.0.0.1:{site.port}/api/{api}", alice.stream]

    async def run(self, **plan: Any) -> dict[str, Any]:
        """What the client shows at the end."""
        cookie = f"sessionid={self.alice.session}"
        process = await asyncio.create_subprocess_exec(
            *self._command, cookie, json.dumps({"text": "Hello", **plan}), stdout=-1, stderr=-1
        )
        output, errors = await asyncio.wait_for(process.communicate(), 120)
        assert process.returncode == 0, errors.decode()
        shown: dict[str, Any] = json.loads(output.splitlines()[-1])
        return shown

    async def run_through_disasters(self, **plan: Any) -> dict[str, Any]:
        running = asyncio.create_task(self.run(**plan))
        await kill_worker_and_flush(self.site, self.alice)
        return await running
