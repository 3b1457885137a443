// Makes an MP4 of a storyboard, frame by frame: by the same renderer as the preview, and not by the time that passes.
import { loadFonts } from "../../storyboard/renderer/fonts.js";
import { loadImages } from "../../storyboard/renderer/paint.js";
import { totalFrames } from "../../storyboard/renderer/renderer.js";
import { Refused } from "./api.js";
import { loadModule } from "./lazy-module.js";
import { FORMS, FramePainter } from "./video-export-frames.js";
import { isTrue } from "./video-export-look.js";
import { Silence } from "./video-export-silence.js";
import { scaledSize } from "./video-export-size.js";
import { encodingsOf } from "./video-export-support.js";
import { t } from "./words.js";

const LOOKED_AT = 5; // frames, from the first to the last

/**
 * `shortSide`: pixels that the shorter side of the picture has at least. Returns {blob, failed, missing}: the indices of scenes that could not be drawn, and how many pictures could not be
 * fetched. `onFrame(done, of)` is called after each frame; `signal` ends it with an AbortError, and nothing is kept.
 * Throws Refused if what this browser encodes is not what it was given.
 */
export async function encode(storyboard, { shortSide, addressOf, signal, onFrame }) {
  const mediabunny = await loadModule(import.meta.resolve("mediabunny"));
  await loadTypefaces(storyboard);
  const images = await loadImages(storyboard, addressOf);
  const frames = totalFrames(storyboard);
  const { fps } = storyboard.canvas;
  const size = scaledSize(storyboard.canvas, shortSide);
  const encodings = await encodingsOf(mediabunny, { ...size, fps }, frames);
  signal.throwIfAborted();
  const film = new Film(mediabunny, fps, encodings, new FramePainter(storyboard, size, { addressOf, images }), signal);
  const buffer = await film.make(frames, onFrame);
  const missing = new Set(Object.values(storyboard.assets).map(({ src }) => src)).size - images.size;
  return { blob: new Blob([buffer], { type: "video/mp4" }), failed: [...film.painter.failed], missing };
}

class Film {
  mediabunny;
  fps;
  ways;
  painter;
  signal;

  constructor(mediabunny, fps, encodings, painter, signal) {
    const ways = encodings.flatMap((encoding) => FORMS.map((form) => ({ encoding, form })));
    Object.assign(this, { mediabunny, fps, ways, painter, signal });
  }

  /** The file as an ArrayBuffer. Each way is tried with a few frames, then trusted with all of them, and looked at again. */
  async make(frames, onFrame) {
    const all = Array.from({ length: frames }, (_, frame) => frame);
    const few = [...new Set(all.slice(0, LOOKED_AT).map((_, i) => Math.round((i * (frames - 1)) / (LOOKED_AT - 1))))];
    for (const way of this.ways) {
      const trial = await this.#write(few, way);
      if (!(await this.#isTrue(trial, few, few.map((_, place) => place)))) continue;
      const buffer = await this.#write(all, way, onFrame);
      if (await this.#isTrue(buffer, all, few)) return buffer;
    }
    throw new Refused({ detail: t("This browser's video encoder did not show the video in what it made, so it was thrown away.") });
  }

  /** An MP4 of `frames` in this order, as an ArrayBuffer. */
  async #write(frames, { encoding, form }, onFrame = (_done, _of) => {}) {
    const { BufferTarget, Mp4OutputFormat, Output, VideoSample, VideoSampleSource } = this.mediabunny;
    const track = new VideoSampleSource(encoding);
    const target = new BufferTarget();
    const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target });
    const silence = new Silence(this.mediabunny);
    output.addVideoTrack(track, { frameRate: this.fps });
    output.addAudioTrack(silence.track);
    try {
      await output.start();
      for (const [place, frame] of frames.entries()) {
        await add(track, new VideoSample(this.painter.videoFrame(frame, place, form)));
        await silence.fill((place + 1) / this.fps);
        onFrame(place + 1, frames.length);
        await breath();
        this.signal.throwIfAborted();
      }
      await output.finalize();
    } catch (error) {
      await output.cancel();
      throw error;
    }
    this.signal.throwIfAborted();
    return target.buffer;
  }

  #isTrue(buffer, frames, places) {
    const paint = (place) => this.painter.paint(frames[place]);
    return isTrue(this.mediabunny, buffer, { frames: frames.length, fps: this.fps, places, paint });
  }
}

/** A frame holds memory outside of the page's until it is closed. */
async function add(track, sample) {
  try {
    await track.add(sample);
  } finally {
    sample.close();
  }
}

async function loadTypefaces(storyboard) {
  try {
    await loadFonts(storyboard);
  } catch {
    throw new Refused({ detail: t("A typeface of the video could not be loaded. Try again.") });
  }
}

/** Lets the page do what waits. No timer and no animation frame: those rest in a tab that is not seen. */
function breath() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
