"""The page's own modules in a real browser, without a server: files from disk, the project's CSP, a stream that is played."""

import json
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.async_api import Page, Route

from projects.demo_offers import COMMANDS, STARTERS
from projects.web.pages import FIRST_SECONDS
from storyboard.formats import RATIOS

ORIGIN = "http://chat.localhost"  # no name server knows it, and a browser takes it for a secure context
NONCE = "rendering"
PROJECT = {"id": "0a0a0a0a-0000-4000-8000-000000000000", "title": "Coffee"}
DOCUMENTS = Path(__file__).parent / "documents"
PICTURES = {
    "00000000-0000-4000-8000-000000000001": "coffee.svg",
    "00000000-0000-4000-8000-000000000002": "runner.svg",
    "00000000-0000-4000-8000-000000000003": "app.svg",
}
CHAT = f"/projects/{PROJECT['id']}/"
IMPORTS = {
    "chatstream/": "/static/chatstream/",
    "projects/": "/static/projects/js/",
    "mediabunny": "/static/projects/vendor/mediabunny.js",
    "streaming-markdown": "/static/projects/vendor/streaming-markdown.js",
}
BARE = f"""<!doctype html><html lang="en"><title>Modules</title><link rel="icon" href="data:,">
<script type="importmap" nonce="{NONCE}">{json.dumps({"imports": IMPORTS})}</script><main></main>"""

# What must never be in the page: elements that load or run or submit, handlers, and addresses that are not plain links.
FIND_ACTIVE = """(root) => [...root.querySelectorAll("*")].filter((node) =>
    /^(script|img|image|svg|math|style|iframe|frame|object|embed|form|input|base|link|meta|video|audio|source|template)$/i
      .test(node.localName) && !node.matches(".icon")
    || [...node.attributes].some(({name, value}) => /^on|^(style|src|srcset|srcdoc|action|formaction|data|xlink:href)$/i.test(name)
      || name === "href" && !/^(https?|mailto):/.test(value))
  ).map((node) => node.outerHTML)"""

PREPARE = """async () => {
  const {MarkdownView} = await import("projects/markdown.js");
  globalThis.findActive = %s;
  globalThis.pwned = () => { globalThis.isPwned = true; };
  globalThis.newView = () => {
    const root = document.createElement("div");
    document.querySelector("main").replaceChildren(root);
    return {root, view: new MarkdownView(root)};
  };
  globalThis.shape = (root) => { root.normalize(); return root.innerHTML; };
}"""

# Stands in for client.js: the test plays the server through `stream.tell` and sees in `stream.asked` what was wanted.
PLAYED_STREAM = """
export class ChatStream extends EventTarget {
  state = "connecting"; asked = []; stopped = []; withdrawn = [];
  constructor() { super(); globalThis.stream = this; }
  start() {}
  retryNow() { this.retried = true; }
  stop(id) { this.stopped.push(id); }
  initiate(request) { return new Promise((resolve, reject) => this.asked.push({request, resolve, reject})); }
  withdraw(id) {
    const asked = this.asked.find(({request}) => request.request_id === id);
    asked?.reject({code: "withdrawn", detail: "Withdrawn."});
    this.withdrawn.push(id);
  }
  retry(request) { return this.initiate(request); }
  decide(request) { return this.initiate(request); }
  steer(request) { return this.initiate(request); }
  tell(type, detail) {
    if (type === "state") this.state = detail.state;
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }
}"""


def chat_html() -> str:
    request = RequestFactory().get(CHAT)
    request.user, request.csp_nonce = AnonymousUser(), NONCE
    context = {"project": PROJECT, "projects": [PROJECT], "starters": STARTERS, "model_label": "demo", "is_demo": True}
    context |= {"commands": COMMANDS, "first_ratios": RATIOS, "first_seconds": FIRST_SECONDS}
    return render_to_string("projects/chat.html", context, request)


@dataclass(frozen=True, slots=True)
class Found:
    body: bytes
    headers: dict[str, str]
    is_page: bool = False


def find(path: str) -> Found | None:
    """What stands at this path of the origin."""
    if path in PAGES:
        kind, policy = "text/html; charset=utf-8", build_policy(nonce=NONCE)
        return Found(PAGES[path]().encode(), {"Content-Type": kind, "Content-Security-Policy": policy}, is_page=True)
    if path == "/static/chatstream/client.js":
        return Found(PLAYED_STREAM.encode(), {"Content-Type": "text/javascript"})
    file = _file(path)
    return Found(file.read_bytes(), {"Content-Type": mimetypes.guess_type(file)[0] or ""}) if file else None


def _file(path: str) -> Path | None:
    folder, _, name = path[1:].partition("/")
    if folder == "pictures" and name.rstrip("/") in PICTURES:
        return DOCUMENTS / "pictures" / PICTURES[name.rstrip("/")]
    found = finders.find(name) if folder == "static" else None
    return Path(found) if found else None


PAGES: dict[str, Callable[[], str]] = {"/": lambda: BARE, CHAT: chat_html}


async def serve(page: Page) -> None:
    """Answer the page's requests from disk. In the browser of the tests `page_server.py` does so, which costs less."""

    async def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        found = find(url.path) if f"{url.scheme}://{url.netloc}" == ORIGIN else None
        if found is None:
            await route.abort()
        else:
            await route.fulfill(body=found.body, headers=found.headers)

    await page.route(re.compile(".*"), answer)
