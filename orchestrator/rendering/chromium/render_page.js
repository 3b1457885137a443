// The page in which frames are rendered: by the renderer of the preview, into a file that the process outside reads.
import { fileFrame } from "/static/renderer/cover.js";
import { loadFonts } from "/static/renderer/fonts.js";
import { loadImages, paint } from "/static/renderer/paint.js";
import { render, totalFrames } from "/static/renderer/renderer.js";

const addressOf = (id) => `/assets/${id}`;
const writer = new Worker("/frame_writer.js", { type: "module" });
let storyboard, images, context;

globalThis.renderPage = {
  /** Loads all that a frame may need. The file will have room for so many frames. Returns the composition. */
  async open(given, width, height, places) {
    storyboard = given;
    context = new OffscreenCanvas(width, height).getContext("2d", { alpha: false, willReadFrequently: true });
    images = await loadImages(storyboard, addressOf);
    await Promise.all([loadFonts(storyboard), ask({ width, height, places })]);
    return { width, height, fps: storyboard.canvas.fps, frames: totalFrames(storyboard) };
  },

  /** Writes a frame into the next place of the file. Throws if a scene cannot be drawn: a video must not show an error card. */
  async renderFrame(frame) {
    const tree = render(storyboard, fileFrame(storyboard, frame), { addressOf });
    if (hasErrorCard(tree)) throw new Error("a scene cannot be drawn");
    paint(context, tree, images);
    const picture = new VideoFrame(context.canvas, { timestamp: 0 });
    await ask({ picture }, [picture]);
  },
};

const hasErrorCard = ({ attributes, children }) =>
  attributes["data-failed"] !== undefined || (typeof children !== "string" && children.some(hasErrorCard));

/** Resolves when the writer has done what it is asked for. */
function ask(message, transfer = []) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data: { error } }) => (error ? reject(new Error(error)) : resolve());
    writer.postMessage(message, [port2, ...transfer]);
  });
}
