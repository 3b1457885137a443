"""The page that is filmed. It has a name that no network knows; what it asks for is answered from this machine's files."""

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from orchestrator.rendering.chromium.devtools import BrowserGone, CommandRefused, DevTools
from orchestrator.rendering.renderer import Composition, Job

ORIGIN = "https://stage.invalid"  # reserved by RFC 2606; https, since a page must be trusted to have some functions
PAGE = b"""<!doctype html><meta charset="utf-8"><title>Stage</title>
<link rel="stylesheet" href="/static/css/video-fonts.css"><script type="module" src="/stage.js"></script>"""
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'"
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


class FrameFailed(Exception):
    """The page could not draw a frame; `str()` is for the log."""


class RenderPage:
    """`open` once; then `film` each frame and `picture` it: several may be on their way at once."""

    def __init__(self, devtools: DevTools, job: Job) -> None:
        self._devtools = devtools
        self._job = job

    def open(self) -> Composition:
        """Raises FrameFailed, BrowserGone."""
        devtools = self._devtools
        tab = devtools.call("Target.createTarget", url="about:blank")["targetId"]
        devtools.session = devtools.call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        devtools.on["Fetch.requestPaused"] = self._answer
        devtools.call("Fetch.enable", patterns=[{"urlPattern": "*"}])
        with devtools.expecting("Page.loadEventFired"):
            devtools.call("Page.enable")
            devtools.call("Page.navigate", url=f"{ORIGIN}/")
        job = self._job
        opened = self._evaluate(f"stage.open({json.dumps(job.document)}, {job.width}, {job.height})")
        return Composition(**self._value(opened))

    def film(self, frame: int) -> int:
        """Have a frame drawn. Returns the number that `picture` takes."""
        return self._evaluate(f"stage.film({frame})")

    def picture(self, number: int) -> bytes:
        """The frame as a JPEG. Raises FrameFailed, BrowserGone."""
        return base64.b64decode(self._value(number))

    def _evaluate(self, script: str) -> int:
        return self._devtools.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)

    def _value(self, number: int) -> Any:
        answer = self._devtools.answer(number)
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"].get("exception", {})
            raise FrameFailed(str(thrown.get("description", "the page threw something"))[:1000])
        return answer["result"].get("value")

    def _answer(self, event: dict[str, Any]) -> None:
        """Give the page a file of ours, or nothing."""
        found = self._found(event["request"]["url"])
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

    def _found(self, url: str) -> tuple[bytes, str] | None:
        if not url.startswith(f"{ORIGIN}/"):
            return None
        path = urlsplit(url).path
        if path == "/":
            return PAGE, "text/html"
        if path == "/stage.js":
            return Path(__file__).with_name("render_page.js").read_bytes(), "text/javascript"
        if path.startswith("/assets/"):
            asset = self._job.assets.get(path.removeprefix("/assets/"))
            return (asset.path.read_bytes(), asset.media_type) if asset else None
        file = (self._job.static / path.removeprefix("/static/")).resolve()
        if not file.is_relative_to(self._job.static.resolve()) or file.suffix not in TYPES or not file.is_file():
            return None
        return file.read_bytes(), TYPES[file.suffix]


__all__ = ["BrowserGone", "CommandRefused", "FrameFailed", "RenderPage"]
