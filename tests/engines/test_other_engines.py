"""Firefox and WebKit do what our Chromium does: the stream, the studio, the file of the video."""

import math

import pytest
from PIL import Image, ImageChops

from tests.engines.firefox import FirefoxTab
from tests.engines.losing_proxy import losing_proxy
from tests.engines.studio import EXPORT, PREVIEW, Studio

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

UNLOADED = "document.querySelector('[data-role=unloaded]')"
# Dots, a blur, a gradient, a transition that cuts: what engines draw each in its own way.
MAKE = """
from django.contrib.auth.models import User
from projects import revisions
from projects.actions import create_project
from storyboard.compose import SceneBrief, draft
from storyboard.encoding import encode
from storyboard.schema import Storyboard
project = create_project(User.objects.get(username="demo"), "Beans")
scenes = [
    SceneBrief("One", "title", {"headline": "Morning"}),
    SceneBrief("Two", "call_to_action", {"headline": "Come in", "button": "Find us"}),
]
video = json.loads(encode(draft(format="landscape", palette="warm", seconds=2, scenes=scenes)))
first, second = video["scenes"]
first["background"] = {"type": "linear", "colors": ["bg", "accent"], "pattern": "dots"}
box = {"x": 10, "y": 70, "w": 40, "h": 16}
enter = {"preset": "blur", "duration": 0.9, "at": 0}
first["layers"].append({"id": "soft", "type": "text", "text": "Soft", "box": box, "size": 90, "enter": enter})
second["transition"] = {"type": "circle", "duration": 0.4}
revisions.commit(project.pk, Storyboard.model_validate(video), cause="tool")
answer = str(project.pk)
"""

# The families that are loaded for a text, and whether a picture in it has colours.
EASTERN = """(async () => {
  const text = ["土曜の朝 ☕"];
  const {familyOf, loadFonts} = await import("/static/storyboard/renderer/fonts.js");
  await loadFonts(text);
  const context = Object.assign(document.createElement("canvas"), {width: 120, height: 120}).getContext("2d");
  context.font = `80px ${familyOf(text)}`;
  context.fillText("☕", 5, 90);
  const {data} = context.getImageData(0, 0, 120, 120);
  const isColoured = data.some((red, i) => i % 4 === 0 && Math.abs(red - data[i + 2]) > 40);
  const loaded = [...document.fonts].filter(({status}) => status === "loaded").map(({family}) => family.replaceAll('"', ""));
  return {loaded, isColoured};
})()"""


def test_a_starter_becomes_a_playing_video(alice: Studio) -> None:
    alice.open_new()
    alice.tab.click("[data-starter]")
    assert alice.until_ended()["status"] == "success"
    alice.tab.until(f"{PREVIEW}.isPlaying && {PREVIEW}.storyboard.scenes.length === 5")
    before = alice.tab.evaluate(f"{PREVIEW}.frame")
    alice.tab.until(f"{PREVIEW}.frame > {before} + 10")
    assert alice.tab.evaluate("document.querySelectorAll('.preview-strip li').length") == 5


def test_a_reload_in_mid_answer_changes_no_letter(alice: Studio) -> None:
    project = alice.open_new()
    alice.say("write a 120 word voice-over about a lighthouse")
    alice.until_words(5)
    alice.open(project)
    answer = alice.until_ended()
    assert answer == {"status": "success", "text": alice.stored_text(project)}
    assert len(answer["text"].split()) == 120


def test_stop_ends_the_answer_and_keeps_what_was_written(alice: Studio) -> None:
    project = alice.open_new()
    alice.say("write a 300 word voice-over about the sea")
    alice.until_words(5)
    alice.tab.press("Escape")
    answer = alice.until_ended()
    assert answer == {"status": "cancelled", "text": alice.stored_text(project)}
    assert len(answer["text"].split()) > 5


@pytest.mark.parametrize("file", ["video-column.js", "preview-clock.js"])
def test_a_lost_module_is_asked_for_again(alice: Studio, file: str) -> None:
    """The module itself, and one that it imports: Firefox never repeats an import that failed."""
    with losing_proxy(alice.instance.port) as proxy:
        project = alice.instance.shell(MAKE)
        proxy.lose(file)
        alice.open(project, proxy.url)
        alice.tab.until(f"{PREVIEW}.storyboard?.scenes.length === 2")
        assert proxy.is_done
        assert alice.tab.evaluate(f"{UNLOADED}.hidden")


def test_a_part_that_cannot_be_loaded_says_so_and_is_tried_again_on_demand(alice: Studio) -> None:
    with losing_proxy(alice.instance.port) as proxy:
        project = alice.instance.shell(MAKE)
        proxy.lose("preview-clock.js", times=100)  # however often an engine asks by itself
        alice.open(project, proxy.url)
        alice.tab.until(f"!{UNLOADED}.hidden")
        sentence = "What shows the video could not be loaded. Try again, or reload the page: nothing is lost."
        assert alice.tab.evaluate(f"{UNLOADED}.querySelector('span').textContent") == sentence
        proxy.lose("preview-clock.js", times=0)
        alice.tab.click("[data-role=unloaded] button")
        alice.tab.until(f"{PREVIEW}.storyboard?.scenes.length === 2")
        assert alice.tab.evaluate(f"{UNLOADED}.hidden")


def test_four_scenes_fit_beside_a_scrollbar_that_takes_room(alice: Studio) -> None:
    alice.open_new()
    alice.tab.click("[data-starter]")
    alice.until_ended()
    alice.say("delete scene 5")
    alice.tab.until("document.querySelectorAll('.preview-strip li').length === 4")
    strip = "document.querySelector('.preview-strip')"
    assert alice.tab.evaluate(f"{strip}.scrollWidth - {strip}.clientWidth") <= 1  # widths are rounded
    bar, cut = alice.tab.evaluate(
        f"[{strip}.offsetHeight - {strip}.clientHeight, {strip}.scrollHeight - {strip}.clientHeight]"
    )
    assert (bar, cut) == (0, 0)


def test_a_text_is_typed_into_in_the_picture_and_a_scene_is_dragged(alice: Studio) -> None:
    alice.open(alice.instance.shell(MAKE))
    alice.tab.until(f"{PREVIEW}.storyboard?.scenes.length === 2")
    alice.tab.click(".preview-picture text")
    alice.tab.until("document.activeElement.className === 'canvas-input'")
    alice.tab.press("End")
    alice.tab.type(" now")
    alice.tab.press("Enter")
    alice.tab.until(
        f"{PREVIEW}.storyboard.revision === 2 && JSON.stringify({PREVIEW}.storyboard).includes('Morning now')"
    )
    alice.tab.drag(".shot", by=500)
    alice.tab.until(f"{PREVIEW}.storyboard.scenes.map(({{name}}) => name).join() === 'Two,One'")


def test_a_message_is_said_differently_and_both_versions_are_kept(alice: Studio) -> None:
    alice.open_new()
    alice.say("We open on Saturday.")
    alice.until_ended()
    alice.tab.click("#composer-input")
    alice.tab.press("ArrowUp")
    alice.tab.until("document.activeElement.matches('.message-editor textarea')")
    alice.tab.type(" Come in.")
    alice.tab.press("Enter")
    alice.tab.until("document.querySelector('.version-switch:not([hidden]) .position')?.textContent === '2/2'")
    alice.until_ended()
    alice.tab.click(".version-switch:not([hidden]) button")
    alice.tab.until("document.querySelector('.version-switch:not([hidden]) .position')?.textContent === '1/2'")
    alice.tab.until("document.querySelector('chat-message .bubble').textContent === 'We open on Saturday.'")


def test_the_running_sticks_are_sharp(alice: Studio) -> None:
    """Of the pixels of a line through them nearly all are stick or ground, and hardly any a mixture."""
    alice.open_new()
    alice.say("write a 300 word voice-over about the sea")
    alice.until_words(3)
    assert alice.tab.evaluate("document.querySelector('chat-page').classList.contains('is-live')")
    left, top, right, bottom = alice.tab.evaluate(
        "(({left, top, right, bottom}) => [left, top, right, bottom])"
        "(document.querySelector('chat-page > .clapper').getBoundingClientRect())"
    )
    shot = alice.tab.picture(1400, 900)
    middle = round((top + bottom) / 2)
    line = [shot.getpixel((x, middle)) for x in range(round(left) + 1, round(right) - 1)]
    green = sorted(pixel[1] for pixel in line)
    stick, ground = green[len(green) // 10], green[-len(green) // 10]
    assert ground - stick > 80
    mixed = [value for value in green if min(abs(value - stick), abs(value - ground)) > 24]
    assert len(mixed) < len(line) * 0.16  # two edges of 26 pixels
    alice.tab.press("Escape")
    alice.until_ended()


def test_the_file_shows_what_the_preview_shows(alice: Studio) -> None:
    project = alice.instance.shell(MAKE)
    alice.open(project)
    alice.tab.until(f"{EXPORT}?.querySelector('.export-start')?.disabled === false")
    said = alice.export()
    assert said.startswith("Finished, "), said

    frames = alice.exported(project)
    assert len(frames) == 60
    places = [0, 12, 20, 33, 45, 59]
    for place, shown in zip(places, alice.frames_of_the_preview(places), strict=True):
        assert decibels(frames[place], shown) >= 34, f"frame {place}"


def decibels(one: Image.Image, other: Image.Image) -> float:
    """How alike two pictures are: the peak signal-to-noise ratio."""
    counts = ImageChops.difference(one, other).histogram()
    squares = sum(count * (index % 256) ** 2 for index, count in enumerate(counts))
    return 10 * math.log10(255**2 / max(1e-9, squares / (3 * one.width * one.height)))


def test_japanese_is_drawn_in_the_typeface_of_the_project_and_so_are_emoji_where_they_have_colours(
    alice: Studio,
) -> None:
    """WebKit draws nothing of a font in colours: it is left to its own emoji."""
    alice.open_new()
    drawn = alice.tab.evaluate(EASTERN)
    assert "Noto Sans JP Variable" in drawn["loaded"]
    assert ("Noto Color Emoji" in drawn["loaded"]) is isinstance(alice.tab, FirefoxTab)
    assert drawn["isColoured"] or not isinstance(alice.tab, FirefoxTab)
