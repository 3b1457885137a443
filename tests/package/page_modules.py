"""The modules of a page's import map, from npm, bundled as a CDN would serve them; and a browser that finds them there."""

import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Route, async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.package.conftest import HERE, run

CDN = "https://esm.sh/"


def bundle_modules(page: Path, folder: Path) -> Path:
    """The folder of the bundled modules. The packages and their versions are those that the page names."""
    named = page.read_text()
    addresses = dict(re.findall(rf'"([^"]+)": "({CDN}[^"]*)"', named))
    packages = set(re.findall(rf'": "{CDN}((?:@[^/]+/)?[^/?"]+)', named))
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    shutil.copy(HERE / "npm/bundle.js", folder)
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"]
    run(*install, "esbuild@0.28.2", *packages, cwd=folder)
    run("node", "bundle.js", json.dumps(addresses), "bundled", cwd=folder)
    return folder / "bundled"


@asynccontextmanager
async def browser_with(modules: Path) -> AsyncIterator[BrowserContext]:
    async def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path[1:]
        body = "" if path.endswith(".css") else (modules / f"{path.removesuffix('.js')}.js").read_text()
        headers = {"Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*"}
        await route.fulfill(body=body, headers=headers)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = await browser.new_context()
        await context.route(f"{CDN}**", serve)
        yield context
        await browser.close()
