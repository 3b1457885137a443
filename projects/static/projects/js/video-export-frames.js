// The frames of a video as an encoder takes them, painted by the renderer of the preview.
import { fileFrame } from "../../storyboard/renderer/cover.js";
import { paint } from "../../storyboard/renderer/paint.js";
import { render } from "../../storyboard/renderer/renderer.js";
import { blur, canFilter } from "./video-export-blur.js";
import { COLOUR_SPACE, i420 } from "./video-export-colour.js";

// How a frame is handed to the encoder, the better way first. Some encoders lose what comes as planes.
export const FORMS = [
  function asPlanes(context, times) {
    const { width, height } = context.canvas;
    const { data } = context.getImageData(0, 0, width, height);
    const layout = { format: "I420", codedWidth: width, codedHeight: height, colorSpace: COLOUR_SPACE };
    return new VideoFrame(i420(data, width, height), { ...layout, ...times });
  },
  function asCanvas(context, times) {
    return new VideoFrame(context.canvas, times);
  },
];

export class FramePainter {
  failed = new Set(); // the indices of scenes that could not be drawn
  #storyboard;
  #options;
  #context;
  #blur = canFilter() ? null : blur;

  /** `width` and `height` are those of the file, in pixels. */
  constructor(storyboard, { width, height }, options) {
    this.#storyboard = storyboard;
    this.#options = options;
    this.#context = new OffscreenCanvas(width, height).getContext("2d", { alpha: false, willReadFrequently: true });
  }

  /** The context of a canvas that shows `frame` of the file, until the next one is painted. */
  paint(frame) {
    const tree = render(this.#storyboard, fileFrame(this.#storyboard, frame), this.#options);
    for (const { attributes } of tree.children) if (attributes["data-failed"] !== undefined) this.failed.add(attributes["data-failed"]);
    paint(this.#context, tree, this.#options.images, this.#blur);
    return this.#context;
  }

  /** A VideoFrame of `frame` that is shown at `place`, both counted from 0. Whoever takes it closes it. */
  videoFrame(frame, place, form) {
    const [timestamp, end] = [place, place + 1].map((n) => Math.round((n * 1e6) / this.#storyboard.canvas.fps)); // in microseconds
    return form(this.paint(frame), { timestamp, duration: end - timestamp });
  }
}
