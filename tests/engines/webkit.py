"""WebKitGTK's MiniBrowser, which is near to Safari, by the WebDriver that comes with it, on a screen of its own."""

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from instance.ports import find_free_port
from instance.process import wait_until
from tests.engines.process import running
from tests.engines.tab import Tab

DRIVER = os.environ.get("WEBKIT_DRIVER", "/usr/bin/WebKitWebDriver")
SCREEN = "1800x1400x24"


@contextmanager
def webkit(folder: Path) -> Iterator["WebKitTab"]:
    """A MiniBrowser with a fresh profile, and its one tab."""
    with running(
        ["Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"], folder / "screen.log"
    ) as screen:
        wait_until(lambda: screen.read_text().endswith("\n"), 20)
        environment = {
            **os.environ,
            "HOME": str(folder),
            "DISPLAY": f":{screen.read_text().split()[0]}",
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
            "GSETTINGS_BACKEND": "memory",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # its sandbox does not work for root; only our own pages are opened
        }
        port = find_free_port()
        with (
            running([DRIVER, f"--port={port}"], folder / "webkit.log", environment) as log,
            httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as http,
        ):
            wait_until(lambda: _is_ready(http), 20, log.read_text)
            tab = WebKitTab(http)
            try:
                yield tab
            finally:
                tab.close()


def _is_ready(http: httpx.Client) -> bool:
    try:
        return http.get("/status").json()["value"]["ready"]
    except httpx.TransportError:
        return False


class WebKitTab(Tab):
    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self._session = ""
        session = self._call("POST", "/session", capabilities={})
        self.version = session["capabilities"]["browserVersion"]
        self._session = f"/session/{session['sessionId']}"
        self._call("POST", "/timeouts", script=120_000)

    def _call(self, method: str, path: str, **params: Any) -> Any:
        answer = self._http.request(method, self._session + path, json=params if method == "POST" else None)
        value = answer.json()["value"]
        assert answer.status_code == 200, f"{path}: {value.get('message')}"
        return value

    def close(self) -> None:
        """Ends the browser; one that has crashed is gone already."""
        self._http.delete(self._session)

    def open(self, url: str) -> None:
        self._call("POST", "/url", url=url)

    def run_json(self, promise: str) -> str:
        return self._call("POST", "/execute/async", script=f"({promise}).then(arguments[0])", args=[])

    def send_actions(self, sources: list[dict[str, Any]]) -> None:
        self._call("POST", "/actions", actions=sources)

    def screenshot(self) -> bytes:
        return base64.b64decode(self._call("GET", "/screenshot"))

    def resize(self, width: int, height: int) -> None:
        """The window is given the size that its viewport needs around itself."""
        for _ in range(2):  # a window that was maximised tells its true borders only afterwards
            outer = self._call("GET", "/window/rect")
            inner = self.evaluate("[innerWidth, innerHeight]")
            frame = [outer["width"] - inner[0], outer["height"] - inner[1]]
            self._call("POST", "/window/rect", x=0, y=0, width=width + frame[0], height=height + frame[1])
        self.until(f"innerWidth === {width} && innerHeight === {height}")
