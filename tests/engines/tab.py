"""One tab of a browser that is not ours, in the few verbs that the tests need. Both engines speak W3C's input actions."""

import io
import json
import time
from typing import Any

from PIL import Image

KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "ArrowUp": "\ue013", "End": "\ue010"}


class Tab:
    """What an engine's driver adds: `open`, `send_actions`, `screenshot` and `run_json`."""

    def open(self, url: str) -> None:
        """Load `url` and wait for its `load` event."""
        raise NotImplementedError

    def run_json(self, promise: str) -> str:
        """The JSON text that the JavaScript `promise` resolves with."""
        raise NotImplementedError

    def send_actions(self, sources: list[dict[str, Any]]) -> None:
        """W3C input sources with their actions: the same objects in WebDriver and in WebDriver BiDi."""
        raise NotImplementedError

    def screenshot(self) -> bytes:
        """The viewport as a PNG."""
        raise NotImplementedError

    def resize(self, width: int, height: int) -> None:
        """Give the viewport this size, in CSS pixels."""
        raise NotImplementedError

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression; promises are awaited. Raises AssertionError with what the page threw."""
        guarded = f"(async () => JSON.stringify({{value: (await ({expression})) ?? null}}))()"
        answer = json.loads(self.run_json(f"{guarded}.catch((e) => JSON.stringify({{error: `${{e}} ${{e.stack}}`}}))"))
        assert "error" not in answer, f"{expression}: {answer['error']}"
        return answer["value"]

    def until(self, condition: str, seconds: float = 30) -> Any:
        """Return the first value of `condition` that is true."""
        end = time.monotonic() + seconds
        while not (value := self.evaluate(condition)):
            assert time.monotonic() < end, f"not after {seconds} s: {condition}; the page: {self.text()!r}"
            time.sleep(0.05)
        return value

    def text(self) -> str:
        return self.evaluate("document.body.innerText")[:2000]

    def click(self, selector: str) -> None:
        """A real click on the middle of the first element that `selector` finds and that is shown."""
        x, y = self.middle_of(selector)
        self._press_along([(x, y)])

    def drag(self, selector: str, by: int) -> None:
        """From its middle so many pixels to the right."""
        x, y = self.middle_of(selector)
        self._press_along([(x, y), (x + by // 3, y), (x + by, y)])

    def middle_of(self, selector: str) -> tuple[int, int]:
        where = f"""(() => {{
          const shown = [...document.querySelectorAll({json.dumps(selector)})].find((e) => e.checkVisibility?.() ?? e.offsetParent);
          if (!shown) return null;
          shown.scrollIntoView({{block: "nearest"}});
          const {{x, y, width, height}} = shown.getBoundingClientRect();
          return [Math.round(x + width / 2), Math.round(y + height / 2)];
        }})()"""
        x, y = self.until(where)
        return x, y

    def _press_along(self, places: list[tuple[int, int]]) -> None:
        """The mouse goes down at the first of these places, and up at the last."""
        moves = [{"type": "pointerMove", "x": x, "y": y, "origin": "viewport"} for x, y in places]
        actions = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:], {"type": "pointerUp", "button": 0}]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions}
        self.send_actions([mouse])

    def type(self, text: str) -> None:
        """Press and release a key for each character, in whatever has the focus."""
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.send_actions([{"type": "key", "id": "keyboard", "actions": keys}])

    def press(self, key: str) -> None:
        self.type(KEYS[key])

    def picture(self, width: int, height: int) -> Image.Image:
        """The upper left corner of the viewport, this large."""
        with Image.open(io.BytesIO(self.screenshot())) as shot:
            return shot.convert("RGB").crop((0, 0, width, height))
