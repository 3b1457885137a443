"""P11: how long the chat page is deaf to a person: its longest task while it shows a very long answer, or a long conversation."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.bench_run import BASE
from bench.cluster import Cluster
from bench.figures import Figure
from bench.up import Up, end_up, start_up
from instance.process import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TITLE = "longest task of the page"
QUICK_SECONDS = None
CHROMIUM = Path("/usr/bin/chromium")
GOAL_MS = 100
ASKED = "pace=4000 tokens=10000 markdown"  # 50 000 characters in two and a half seconds
CATEGORIES = ["toplevel", "disabled-by-default-devtools.timeline", "__metadata"]
TASKS = ("RunTask", "ThreadControllerImpl::RunTask")
REST_MS = 1500  # for what is done once the page is idle
SENT = "document.querySelectorAll('chat-message').length === 2"
ENDED = "[...document.querySelectorAll('chat-message')].at(-1)?.dataset.status === 'success'"
BLOCKS = "document.querySelectorAll('blockquote').length"  # one a page of the text
FILM = "Boolean(document.querySelector('storyboard-preview')?.storyboard)"
SHOWN = "document.querySelectorAll('chat-message tool-card').length"

# A film of two scenes, and a conversation in which each answer has changed one of them.
_MAKE = """
import json
from uuid import uuid4
from django.contrib.auth.models import User
from django.utils import timezone
from projects import revisions
from projects.actions import create_project
from projects.models import Message, ToolCall
from storyboard.compose import SceneBrief, draft
from bench.words import MARKDOWN
owner = User.objects.get(username="demo")
new, old = create_project(owner, "New"), create_project(owner, "Old")
scenes = [SceneBrief("One", "title", {"headline": "Morning"}), SceneBrief("Two", "statistic", {"value": 98, "label": "come back"})]
revisions.commit(old.pk, draft(format="landscape", palette="warm", seconds=8, scenes=scenes), cause="tool")
text = json.loads(b'"' + b"".join(MARKDOWN) + b'"')
done = {"project": old, "status": "success", "finished": timezone.now()}
for turn in range(150):
    ids = {"request_id": uuid4(), **done}
    asked = Message.objects.create(position=2 * turn + 1, role="user", content="Make it shorter", **ids)
    answer = Message.objects.create(
        position=2 * turn + 2, role="assistant", content=text, answers=asked, fence=1, attempt=1, **ids
    )
    ToolCall.objects.create(
        message=answer, step=0, index=0, request_id="1", name="edit_scene", title="Scene 2", arguments={}, status="success",
        payload={"summary": "Scene 2 “Two”: 4 s → 3 s"}, elapsed_ms=1, revision=1,
    )
print("MADE" + json.dumps([str(new.pk), str(old.pk)]))
"""


def measure(cluster: Cluster, figure: Figure) -> None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        figure.left_out["all"] = "playwright is not installed"
        return
    if not CHROMIUM.exists():
        figure.left_out["all"] = f"there is no {CHROMIUM}"
        return
    folder = cluster.run.folder / "page"
    environment = {"LLM_MODEL": "chat:pace", "CHAT_BASE_URL": cluster.upstream.url, "CHAT_API_KEY": "bench"}
    up = start_up(cluster.run, folder, environment)
    try:
        new, old = _make_projects(folder)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            walk = Walk(browser, browser.new_page(viewport={"width": 1440, "height": 900}), up)
            walk.through_a_long_answer(new)
            walk.through_a_long_conversation(old)
            browser.close()
    finally:
        end_up(cluster.run, up)
    for name, longest in walk.longest.items():
        figure.check(name, longest, "<=", GOAL_MS, " ms")
        cluster.run.report(f"P11: {name}: {longest:.0f} ms")


def _make_projects(folder: Path) -> tuple[str, str]:
    """The ids of an empty project, and of one with 300 messages."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", _MAKE]
    environment = {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": "", "REDIS_URL": ""}
    done = subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True, check=True, timeout=120)
    new, old = json.loads(done.stdout.split("MADE", 1)[1])
    return new, old


class Walk:
    """A person's way through the page. `longest`: the longest task of each part of it."""

    def __init__(self, browser: "Browser", page: "Page", up: Up) -> None:
        self.longest: dict[str, float] = {}
        self._browser = browser
        self._page = page
        self._origin = up.origin
        page.goto(up.url)
        page.wait_for_url(f"{up.origin}/")

    def through_a_long_answer(self, project: str) -> None:
        self._page.goto(f"{self._origin}/projects/{project}/")
        self._page.locator("#composer-input").fill(ASKED)
        with self._traced("an answer of 50 000 characters arrives"):
            self._page.keyboard.press("Enter")
            self._until(SENT)
            self._until(ENDED)
        blocks = self._page.evaluate(BLOCKS)
        with self._traced("it is opened again"):
            self._page.reload()
            self._until(f"{BLOCKS} === {blocks}")

    def through_a_long_conversation(self, project: str) -> None:
        with self._traced("300 messages are opened"):
            self._page.goto(f"{self._origin}/projects/{project}/")
            self._until(f"{FILM} && {SHOWN} > 0")
        with self._traced("earlier ones are shown"):
            shown = self._page.evaluate(SHOWN)
            self._page.locator("[data-role=earlier]").click()
            self._until(f"{SHOWN} > {shown}")

    @contextmanager
    def _traced(self, part: str) -> Iterator[None]:
        self._browser.start_tracing(page=self._page, categories=CATEGORIES)
        yield
        self._page.wait_for_timeout(REST_MS)
        self.longest[part] = longest_task(self._browser.stop_tracing())

    def _until(self, condition: str) -> None:
        wait_until(lambda: self._page.evaluate(condition), 60)


def longest_task(trace: bytes) -> float:
    """In ms of CPU of the main threads of the pages, so that other work on the machine does not count."""
    events: list[dict[str, Any]] = json.loads(trace)["traceEvents"]
    named = [event for event in events if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"]
    mains = {(event["pid"], event["tid"]) for event in named}
    tasks = [event for event in events if event["name"] in TASKS and (event["pid"], event["tid"]) in mains]
    return max(event.get("tdur", 0) for event in tasks) / 1000
