"""The page in which frames are rendered. Its host exists on no network; its requests are answered from local files."""

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from orchestrator.rendering.chromium.browser import profile_in
from orchestrator.rendering.chromium.devtools import BrowserGone, CommandRefused, DevTools
from orchestrator.rendering.chromium.frame_file import FrameFile
from orchestrator.rendering.renderer import Composition, Job

AT_ONCE = 4  # frames in progress, at most
ORIGIN = "https://render.invalid"  # reserved by RFC 2606; https, since some functions exist in a secure context alone
PAGE = b"""<!doctype html><meta charset="utf-8"><title>Render page</title>
<link rel="stylesheet" href="/static/css/video-fonts.css"><script type="module" src="/render_page.js"></script>"""
SCRIPTS = ("/render_page.js", "/frame_writer.js")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'"
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


class FrameFailed(Exception):
    """The page could not draw a frame; `str()` is for the log."""


class RenderPage:
    """`open` once; then `start_frame` and `finish_frame` for each frame: up to AT_ONCE may be in progress."""

    def __init__(self, devtools: DevTools, job: Job) -> None:
        self._devtools = devtools
        self._job = job
        self._frames = FrameFile(job.width, job.height, AT_ONCE)

    def open(self) -> Composition:
        """Raises FrameFailed, BrowserGone, FileNotFoundError."""
        devtools = self._devtools
        tab = devtools.call("Target.createTarget", url="about:blank")["targetId"]
        devtools.session = devtools.call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        devtools.on["Fetch.requestPaused"] = self._answer
        devtools.call("Fetch.enable", patterns=[{"urlPattern": "*"}])
        with devtools.expecting("Page.loadEventFired"):
            devtools.call("Page.enable")
            devtools.call("Page.navigate", url=f"{ORIGIN}/")
        job = self._job
        arguments = f"{json.dumps(job.document)}, {job.width}, {job.height}, {AT_ONCE}"
        composition = Composition(**self._value(self._evaluate(f"renderPage.open({arguments})")))
        self._frames.open(profile_in(job.out.parent))
        return composition

    def start_frame(self, frame: int) -> int:
        """Start to render a frame. Returns the number that `finish_frame` takes, in the same order. Raises BrowserGone."""
        return self._evaluate(f"renderPage.renderFrame({frame})")

    def finish_frame(self, number: int) -> bytes:
        """Its pixels, as RGBA. Raises FrameFailed, BrowserGone."""
        self._value(number)
        return self._frames.read_next()

    def _evaluate(self, script: str) -> int:
        return self._devtools.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)

    def _value(self, number: int) -> Any:
        answer = self._devtools.answer(number)
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"].get("exception", {})
            raise FrameFailed(str(thrown.get("description", "the page threw something"))[:1000])
        return answer["result"].get("value")

    def _answer(self, event: dict[str, Any]) -> None:
        """Answer a request of the page with a local file, or refuse it."""
        found = self._find_file(event["request"]["url"])
        if found is None:
            self._devtools.send("Fetch.failRequest", requestId=event["requestId"], errorReason="BlockedByClient")
            return
        body, media_type = found
        headers = {"Content-Type": media_type, "Content-Security-Policy": POLICY}
        self._devtools.send(
            "Fetch.fulfillRequest",
            requestId=event["requestId"],
            responseCode=200,
            responseHeaders=[{"name": name, "value": value} for name, value in headers.items()],
            body=base64.b64encode(body).decode(),
        )

    def _find_file(self, url: str) -> tuple[bytes, str] | None:
        if not url.startswith(f"{ORIGIN}/"):
            return None
        path = urlsplit(url).path
        if path == "/":
            return PAGE, "text/html"
        if path in SCRIPTS:
            return Path(__file__).with_name(path[1:]).read_bytes(), "text/javascript"
        if path.startswith("/assets/"):
            asset = self._job.assets.get(path.removeprefix("/assets/"))
            return (asset.path.read_bytes(), asset.media_type) if asset else None
        file = (self._job.static / path.removeprefix("/static/")).resolve()
        if not file.is_relative_to(self._job.static.resolve()) or file.suffix not in TYPES or not file.is_file():
            return None
        return file.read_bytes(), TYPES[file.suffix]


__all__ = ["BrowserGone", "CommandRefused", "FrameFailed", "RenderPage"]
