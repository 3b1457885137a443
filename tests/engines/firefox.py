"""Stock Firefox over WebDriver BiDi, its own socket: no geckodriver, which Debian does not have, and no patched build."""

import base64
import itertools
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from instance.process import wait_until
from tests.engines.process import running
from tests.engines.tab import Tab

BINARY = os.environ.get("FIREFOX", "/usr/bin/firefox-esr")
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "browser.download.useDownloadDir": True,
    "browser.download.folderList": 2,
    # Classic scrollbars, which take room: those of Windows.
    "widget.gtk.overlay-scrollbars.enabled": False,
    "widget.non-native-theme.scrollbar.style": 4,
    "widget.non-native-theme.scrollbar.size.override": 17,
}


@contextmanager
def firefox(folder: Path) -> Iterator["FirefoxTab"]:
    """A Firefox with a fresh profile in `folder`, and its one tab."""
    profile, output = folder / "profile", folder / "firefox.log"
    profile.mkdir()
    preferences = {**PREFERENCES, "browser.download.dir": str(folder)}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()]
    (profile / "user.js").write_text("".join(lines))
    command = [BINARY, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    # As root it refuses a home that is somebody else's.
    environment = {**os.environ, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"}
    with running(command, output, environment):
        errors = output.with_suffix(".errors")
        wait_until(lambda: _address(errors), 60, errors.read_text)
        with connect(f"{_address(errors)}/session", max_size=None, open_timeout=20, compression=None) as socket:
            yield FirefoxTab(socket)


def _address(output: Path) -> str | None:
    found = re.search(r"WebDriver BiDi listening on (ws://\S+)", output.read_text(errors="replace"))
    return found and found[1]


class FirefoxTab(Tab):
    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self.version = self._call("session.new", capabilities={})["capabilities"]["browserVersion"]
        self._context = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a BiDi command. Events are not subscribed to, so only answers come."""
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv(120))).get("id") != number:
            pass
        assert answer["type"] == "success", f"{method}: {answer.get('message')}"
        return answer["result"]

    def open(self, url: str) -> None:
        self._call("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def run_json(self, promise: str) -> str:
        target = {"context": self._context}
        answer = self._call("script.evaluate", expression=promise, target=target, awaitPromise=True)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return answer["result"]["value"]

    def send_actions(self, sources: list[dict[str, Any]]) -> None:
        self._call("input.performActions", context=self._context, actions=sources)

    def screenshot(self) -> bytes:
        return base64.b64decode(self._call("browsingContext.captureScreenshot", context=self._context)["data"])

    def resize(self, width: int, height: int) -> None:
        self._call("browsingContext.setViewport", context=self._context, viewport={"width": width, "height": height})
