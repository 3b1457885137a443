// Makes an MP4 of a storyboard, frame by frame: by the same renderer as the preview, and not by the time that passes.
import { loadImages, paint } from "../renderer/paint.js";
import { render, totalFrames } from "../renderer/renderer.js";
import { Refused } from "./api.js";
import { COLOUR_SPACE, i420 } from "./video-export-colour.js";
import { encodingOf } from "./video-export-support.js";

/**
 * Returns {blob, failed, missing}: the indices of scenes that could not be drawn, and how many pictures could not be
 * fetched. `onFrame(done, of)` is called after each frame; `signal` ends it with an AbortError, and nothing is kept.
 */
export async function encode(storyboard, { addressOf, signal, onFrame }) {
  const mediabunny = await import("mediabunny");
  await loadFont();
  const images = await loadImages(storyboard, addressOf);
  const frames = totalFrames(storyboard);
  const encoding = await encodingOf(mediabunny, storyboard.canvas, frames);
  signal.throwIfAborted();
  const track = new mediabunny.VideoSampleSource(encoding);
  const target = new mediabunny.BufferTarget();
  const output = new mediabunny.Output({ format: new mediabunny.Mp4OutputFormat({ fastStart: "in-memory" }), target });
  output.addVideoTrack(track, { frameRate: storyboard.canvas.fps });
  const painter = new FramePainter(storyboard, { addressOf, images });
  try {
    await output.start();
    for (let frame = 0; frame < frames; frame++) {
      await add(track, new mediabunny.VideoSample(painter.videoFrame(frame)));
      onFrame(frame + 1, frames);
      await breath();
      signal.throwIfAborted();
    }
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  signal.throwIfAborted();
  const missing = new Set(Object.values(storyboard.assets).map(({ src }) => src)).size - images.size;
  return { blob: new Blob([target.buffer], { type: "video/mp4" }), failed: [...painter.failed], missing };
}

/** A frame holds memory outside of the page's until it is closed. */
async function add(track, sample) {
  try {
    await track.add(sample);
  } finally {
    sample.close();
  }
}

class FramePainter {
  failed = new Set();
  #storyboard;
  #options;
  #context;

  constructor(storyboard, options) {
    const { width, height } = storyboard.canvas;
    this.#storyboard = storyboard;
    this.#options = options;
    this.#context = new OffscreenCanvas(width, height).getContext("2d", { alpha: false, willReadFrequently: true });
  }

  videoFrame(frame) {
    const { width, height, fps } = this.#storyboard.canvas;
    const tree = render(this.#storyboard, frame, this.#options);
    for (const { attributes } of tree.children) if (attributes["data-failed"] !== undefined) this.failed.add(attributes["data-failed"]);
    paint(this.#context, tree, this.#options.images);
    const { data } = this.#context.getImageData(0, 0, width, height);
    const [timestamp, end] = [frame, frame + 1].map((n) => Math.round((n * 1e6) / fps)); // in microseconds
    return new VideoFrame(i420(data, width, height), {
      format: "I420", codedWidth: width, codedHeight: height, colorSpace: COLOUR_SPACE, timestamp, duration: end - timestamp,
    });
  }
}

async function loadFont() {
  const faces = await document.fonts.load('400 20px "Inter Variable"');
  if (!faces.length) throw new Refused({ detail: "The typeface of the video could not be loaded." });
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
