"""Alice at her videos, in any engine: what she does, and what she sees."""

import io
from typing import Any

import av
import httpx
from PIL import Image

from tests.engines.tab import Tab
from tests.instance import Instance

ANSWER = "[...document.querySelectorAll('chat-message[data-role=assistant]')].at(-1)"
PREVIEW = "document.querySelector('storyboard-preview')"
EXPORT = "document.querySelector('video-export')"
START = """
from django.contrib.auth.models import User
from projects.actions import create_project
project = create_project(User.objects.get(username="demo"), "")
answer = str(project.pk)
"""
# Nothing but the video, one pixel of the canvas on one of the page, drawn as the preview draws it, and begun as a file is.
STAGE = """(async () => {
  const {storyboard} = document.querySelector("storyboard-preview");
  const {assets} = document.querySelector("storyboard-preview").dataset;
  const [{render}, {fileFrame}, {patch}] = await Promise.all(
    ["renderer.js", "cover.js", "patch.js"].map((name) => import(`${location.origin}/static/storyboard/renderer/${name}`)));
  const root = document.createElement("div");
  root.style.cssText = "position: fixed; inset: 0; z-index: 9999; background: #000";
  document.body.append(root);
  const options = {scope: "stage-", addressOf: (id) => `${assets}${id}/`};
  globalThis.stage = (frame) => patch(root, render(storyboard, fileFrame(storyboard, frame), options));
})()"""


class Studio:
    def __init__(self, tab: Tab, instance: Instance) -> None:
        self.tab = tab
        self.instance = instance

    def open(self, project: str, origin: str = "") -> None:
        self.tab.open(f"{origin or self.instance.url}/projects/{project}/")
        self.tab.until("document.querySelector('[data-role=loading]')?.hidden === true")

    def open_new(self, origin: str = "") -> str:
        project = self.instance.shell(START)
        self.open(project, origin)
        return project

    def say(self, words: str) -> None:
        self.tab.click("#composer-input")
        self.tab.type(words)
        self.tab.press("Enter")

    def answer(self) -> dict[str, Any] | None:
        """The last answer as the page holds it, or None."""
        return self.tab.evaluate(f"(({ANSWER}) && {{status: {ANSWER}.dataset.status, text: {ANSWER}.text}}) ?? null")

    def until_words(self, count: int) -> str:
        """Return the text of the last answer once it has this many words."""
        self.tab.until(f"({ANSWER}?.text ?? '').split(' ').length > {count}")
        answer = self.answer()
        assert answer is not None
        return answer["text"]

    def until_ended(self) -> dict[str, Any]:
        self.tab.until(f"['success', 'error', 'cancelled'].includes({ANSWER}?.dataset.status)", 60)
        answer = self.answer()
        assert answer is not None
        return answer

    def stored_text(self, project: str) -> str:
        """The last answer as the database holds it: the letter that every text must be equal to."""
        code = "from projects.models import Message\n"
        code += f"answer = Message.objects.filter(project={project!r}, role='assistant').latest('position').content"
        return self.instance.shell(code)

    def export(self, seconds: float = 240) -> str:
        """Press the button; returns what the page says in the end."""
        self.tab.click("share-menu > button")
        self.tab.until("document.querySelector('.share-panel[open]') !== null")
        self.tab.click(".export-start")
        return self.tab.until("document.querySelector('.toast-said')?.textContent", seconds)

    def exported(self, project: str) -> list[Image.Image]:
        """All frames of the newest kept video of a project, as a strict player decodes them."""
        token = self.instance.manage("token", "demo").strip()
        with httpx.Client(base_url=self.instance.url, headers={"Authorization": f"Bearer {token}"}, timeout=20) as api:
            newest = api.get(f"/api/projects/{project}/exports/").json()["exports"][0]
            file = api.get(newest["url"]).content
        with av.open(io.BytesIO(file), options={"err_detect": "explode"}) as container:
            check_parameter_sets(container.streams.video[0].codec_context.extradata)
            return [frame.to_image() for frame in container.decode(video=0)]

    def frames_of_the_preview(self, frames: list[int]) -> list[Image.Image]:
        """These frames at full size, drawn in the page as its preview draws them."""
        canvas = self.tab.evaluate(f"{PREVIEW}.storyboard.canvas")
        self.tab.evaluate(STAGE)
        pictures = []
        for frame in frames:
            self.tab.evaluate(f"stage({frame})")
            self.tab.evaluate(
                "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
            )
            pictures.append(self.tab.picture(canvas["width"], canvas["height"]))
        return pictures


def check_parameter_sets(record: bytes | None) -> None:
    """An AVCDecoderConfigurationRecord repeats three bytes of its sequence parameter set, which stand after one header."""
    assert record is not None
    length = int.from_bytes(record[6:8])
    parameters = record[8 : 8 + length]
    assert parameters[0] & 31 == 7, "not a sequence parameter set"
    assert parameters[1:4] == record[1:4], "its header stands there twice"
