"""Browsers that know less than ours, played in ours by taking away what they do not know."""

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser.frames import example, open_stage
from tests.browser.pages.test_renderer import decibels
from tests.browser.pages.test_video_export import EXPORT, SAID, decoded, export, exports, open_video
from tests.browser.rendering import CHAT, ORIGIN
from tests.browser.waiting import until
from tests.instance import Instance

NOTICE = "document.querySelector('.page-notice')?.textContent ?? null"
TOO_OLD = "This browser is too old for this page: it would not show the conversation. Please use Safari 16.4, "
TOO_OLD += "Firefox 140, Chrome or Edge 111, or a newer one."
# An encoder that takes frames for grey: all of them, or those that come as planes, as WebKit's has been seen to.
GREY = """
const encode = VideoEncoder.prototype.encode;
VideoEncoder.prototype.encode = function (frame, options) {
  if (!(IS_LOST)) return encode.call(this, frame, options);
  const context = new OffscreenCanvas(frame.codedWidth, frame.codedHeight).getContext("2d");
  context.fillStyle = "#808080";
  context.fillRect(0, 0, frame.codedWidth, frame.codedHeight);
  const {timestamp, duration} = frame;
  const grey = new VideoFrame(context.canvas, {timestamp, duration});
  encode.call(this, grey, options);
  grey.close();
};
"""
# Asks with an encoder that does not know what begins like `unknown`.
ASKED = """async ([unknown, [width, height, fps]]) => {
  const {encodingsOf} = await import("/static/projects/js/video-export-support.js");
  const stub = {canDecodeVideo: async () => true, Quality: class {}};
  const {isConfigSupported} = VideoEncoder;
  VideoEncoder.isConfigSupported = (config) => config.codec.startsWith(unknown)
    ? Promise.resolve({supported: false, config}) : isConfigSupported.call(VideoEncoder, config);
  const found = encodingsOf(stub, {width, height, fps}, 30);
  const asked = await found.then((ways) => ways.map(({onEncoderConfig}) => onEncoderConfig({}).codec), ({message}) => message);
  VideoEncoder.isConfigSupported = isConfigSupported;
  return asked;
}"""
NO_FILTER = (
    "Object.defineProperty(OffscreenCanvasRenderingContext2D.prototype, 'filter', {value: 'none', writable: true})"
)
NO_SPACING = "delete OffscreenCanvasRenderingContext2D.prototype.letterSpacing"


async def test_a_browser_without_import_maps_is_told_in_words(page: Page) -> None:
    await page.add_init_script("HTMLScriptElement.supports = () => false")
    await page.route("**/chat-page.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    await page.goto(ORIGIN + CHAT)
    await until(page, f"{NOTICE} !== null")
    assert await page.evaluate(NOTICE) == TOO_OLD
    assert await page.evaluate("document.querySelector('[data-role=loading]').hidden")


async def test_a_browser_of_today_is_told_nothing(page: Page) -> None:
    await page.goto(ORIGIN + CHAT)
    await until(page, "globalThis.stream !== undefined")
    assert await page.evaluate(NOTICE) is None


async def test_the_words_for_old_browsers_are_in_words_that_old_browsers_know() -> None:
    script = Path("projects/static/projects/js/old-browser.js").read_text(encoding="utf-8")
    code = re.sub(r"//[^\n]*|\"[^\"\n]*\"", "", script)
    assert not re.search(r"=>|`|\b(let|const|class|import|export|async)\b|\?\.|\?\?", code)


async def test_the_message_box_grows_without_field_sizing(page: Page) -> None:
    await page.add_init_script(
        "const {supports} = CSS; CSS.supports = (...words) => !/field-sizing/.test(words) && supports.apply(CSS, words)"
    )
    await page.goto(ORIGIN + CHAT)
    await until(page, "globalThis.stream !== undefined")
    box = "document.querySelector('textarea')"
    await page.evaluate(f"{box}.style.fieldSizing = 'fixed'")
    small = await page.evaluate(f"{box}.clientHeight")
    await page.fill("textarea", "one\n" * 8)
    large = await page.evaluate(f"{box}.clientHeight")
    assert large > 2 * small
    assert await page.evaluate(f"{box}.scrollHeight <= {box}.clientHeight")
    await page.fill("textarea", "")
    assert await page.evaluate(f"{box}.clientHeight") == small


async def test_an_encoder_that_loses_planes_is_given_canvases(instance: Instance, page: Page, tmp_path: Path) -> None:
    await page.add_init_script(GREY.replace("IS_LOST", "frame.format === 'I420'"))
    await open_video(instance, page, "portrait", 1)
    async with page.expect_download(timeout=60_000) as waiting:
        await export(page)
    await (await waiting.value).save_as(tmp_path / "video.mp4")
    frames = decoded(tmp_path / "video.mp4")
    assert len(frames) == 30
    assert (await page.inner_text(".toast-said")).startswith("Finished, ")
    assert not any(len(set(frame.resize((9, 16)).get_flattened_data())) < 3 for frame in frames)


@pytest.mark.parametrize(
    ("unknown", "size", "asked"),
    [
        ("none", (1280, 720, 30), ["avc1.4d001f", "avc1.42e01f"]),
        ("none", (1080, 1920, 30), ["avc1.4d0028", "avc1.42e028"]),
        ("none", (1920, 1080, 60), ["avc1.4d002a", "avc1.42e02a"]),
        ("avc1.4d", (1280, 720, 30), ["avc1.42e01f"]),
        ("avc1", (1280, 720, 30), "This browser cannot encode H.264 at 1280 × 720."),
    ],
)
async def test_an_encoder_is_asked_for_main_and_for_less_where_it_knows_no_more(
    stage: Page, unknown: str, size: tuple[int, int, int], asked: list[str] | str
) -> None:
    assert await stage.evaluate(ASKED, [unknown, size]) == asked


async def test_frames_that_are_stored_before_others_that_are_shown_earlier_are_found_out(stage: Page) -> None:
    assert await stage.evaluate(
        """async () => {
          const {isTrue} = await import("/static/projects/js/video-export-look.js");
          const stub = (times) => ({
            Input: class { getPrimaryVideoTrack() {} dispose() {} },
            BufferSource: class {},
            EncodedPacketSink: class { async *packets() { for (const timestamp of times) yield {timestamp}; } },
            VideoSampleSink: class {},
          });
          const wanted = {frames: 3, fps: 30, places: []};
          return Promise.all([[0, 1, 2], [0, 2, 1], [0, 1]].map((times) => isTrue(stub(times), null, wanted)));
        }"""
    ) == [True, False, False]


async def test_a_file_that_does_not_show_the_video_is_not_called_finished(instance: Instance, page: Page) -> None:
    """The encoder works while it is tried with a few frames, and loses them later."""
    await page.add_init_script("let seen = 0;" + GREY.replace("IS_LOST", "seen++ % 40 > 6"))
    project = await open_video(instance, page, "portrait", 1)
    await export(page)
    await until(page, f"({SAID} ?? '') !== ''", timeout=60)
    said = "This browser's video encoder did not show the video in what it made, so it was thrown away."
    assert await page.evaluate(SAID) == said
    assert await exports(page, project) == []
    assert not await page.evaluate(f"{EXPORT}.querySelector('.export-start').disabled")


async def test_a_blur_by_hand_looks_like_the_browser_s(stage: Page) -> None:
    alike = await stage.evaluate(
        """async () => {
          const {blur, canFilter} = await import("/static/projects/js/video-export-blur.js");
          const drawn = () => {
            const context = new OffscreenCanvas(400, 300).getContext("2d");
            context.fillStyle = "#e04020";
            context.fillRect(60, 60, 120, 90);
            context.fillStyle = "rgb(20 90 220 / 0.6)";
            context.arc(240, 170, 70, 0, 7);
            context.fill();
            return context;
          };
          return [canFilter(), ...[0.7, 2, 6.3, 18].map((deviation) => {
            const byHand = drawn();
            blur(byHand, deviation);
            const filtered = new OffscreenCanvas(400, 300).getContext("2d");
            filtered.filter = `blur(${deviation}px)`;
            filtered.drawImage(drawn().canvas, 0, 0);
            const [one, other] = [byHand, filtered].map((context) => {
              const shown = new OffscreenCanvas(400, 300).getContext("2d");
              shown.fillStyle = "white";
              shown.fillRect(0, 0, 400, 300);
              shown.drawImage(context.canvas, 0, 0);
              return shown.getImageData(0, 0, 400, 300).data;
            });
            const sum = one.reduce((total, value, i) => total + (value - other[i]) ** 2, 0);
            return 10 * Math.log10(255 ** 2 / Math.max(1e-9, sum / one.length));
          })];
        }"""
    )
    assert alike[0] is True
    assert min(alike[1:]) >= 34, alike


async def test_a_filter_that_does_nothing_is_found_out(page: Page) -> None:
    await page.add_init_script(NO_FILTER)
    await open_stage(page)
    known = "import('/static/projects/js/video-export-blur.js').then(({canFilter}) => canFilter())"
    assert await page.evaluate(known) is False


async def test_letters_stand_apart_on_a_canvas_that_knows_no_letter_spacing(page: Page) -> None:
    await page.add_init_script(NO_SPACING)
    await open_stage(page)
    assert await page.evaluate("'letterSpacing' in OffscreenCanvasRenderingContext2D.prototype") is False
    for frame in (60, 200):
        alike = await decibels(page, example("studio"), frame)
        assert alike >= 34, json.dumps(alike)
