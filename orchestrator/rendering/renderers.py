"""The renderers that a worker can use, and why one cannot be used here. A new one is a module and a line in RENDERERS."""

import importlib.util
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from orchestrator.rendering.remotion import installation

OFF = "off"


@dataclass(frozen=True, slots=True)
class Renderer:
    """`command`: what is run with a job's path as its last argument. `missing`: why it cannot run here, or None."""

    command: Callable[[], list[str]]
    missing: Callable[[], str | None]


def chromium() -> str:
    """The browser of this machine; "" if there is none."""
    if settings.RENDER_CHROMIUM:
        return shutil.which(settings.RENDER_CHROMIUM) or ""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


def _chromium_missing() -> str | None:
    if not chromium():
        return "Chromium is not installed on this worker (Debian: apt-get install chromium)."
    if importlib.util.find_spec("av") is None:
        return "The video encoder is not installed on this worker (pip install -r requirements-render.txt)."
    return None


def _remotion_missing() -> str | None:
    if not chromium():
        return _chromium_missing()
    return installation.missing()


RENDERERS: dict[str, Renderer] = {
    "chromium": Renderer(lambda: [sys.executable, "-m", "orchestrator.rendering.chromium"], _chromium_missing),
    "remotion": Renderer(installation.command, _remotion_missing),
}


def chosen() -> Renderer:
    """The one that RENDER_LANE names; it is not `off`."""
    return RENDERERS[settings.RENDER_LANE]


def unavailable() -> str | None:
    """Why no video can be exported here, in a sentence for whoever runs this; None if it can."""
    if settings.RENDER_LANE == OFF:
        return "Export on the server is turned off (RENDER_LANE=off)."
    return chosen().missing()
