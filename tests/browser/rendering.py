"""The page's own modules in a real browser, without a server: files from disk, the project's CSP, a stream that is played."""

import json
import mimetypes
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.async_api import Page, Route

from projects.pages import STARTERS

ORIGIN = "http://localhost:1"  # nothing listens there, and a browser takes it for a secure context
NONCE = "rendering"
PROJECT = {"id": "0a0a0a0a-0000-4000-8000-000000000000", "title": "Coffee"}
CHAT = f"/projects/{PROJECT['id']}/"
IMPORTS = {
    "projects/": "/static/projects/js/",
    "mediabunny": "/static/projects/vendor/mediabunny.js",
    "streaming-markdown": "/static/projects/vendor/streaming-markdown.js",
}
BARE = f"""<!doctype html><html lang="en"><title>Modules</title>
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
  tell(type, detail) {
    if (type === "state") this.state = detail.state;
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }
}"""


def chat_html() -> str:
    request = RequestFactory().get(CHAT)
    request.user, request.csp_nonce = AnonymousUser(), NONCE
    context = {"project": PROJECT, "projects": [PROJECT], "starters": STARTERS, "model_label": "demo", "is_demo": True}
    return render_to_string("projects/chat.html", context, request)


async def serve(page: Page) -> list[str]:
    """Answer the page's requests from disk. Returns the list of those that it should not have made."""
    pages: dict[str, Callable[[], str]] = {"/": lambda: BARE, CHAT: chat_html}
    strays: list[str] = []
    headers = {"Content-Security-Policy": build_policy(nonce=NONCE)}

    async def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        found = finders.find(url.path.removeprefix("/static/")) if url.path.startswith("/static/") else None
        if f"{url.scheme}://{url.netloc}" != ORIGIN or not (found or url.path in pages):
            strays.append(route.request.url)
            await route.abort()
        elif url.path == "/static/chatstream/client.js":
            await route.fulfill(body=PLAYED_STREAM, content_type="text/javascript")
        elif found:
            await route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0])
        else:
            await route.fulfill(body=pages[url.path](), content_type="text/html; charset=utf-8", headers=headers)

    await page.route(re.compile(".*"), answer)
    return strays
