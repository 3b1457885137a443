// The page in which frames are rendered: by the renderer of the preview, as JPEG.
import { fileFrame } from "/static/renderer/cover.js";
import { loadFonts } from "/static/renderer/fonts.js";
import { loadImages, paint } from "/static/renderer/paint.js";
import { render, totalFrames } from "/static/renderer/renderer.js";

const QUALITY = 0.95;
const addressOf = (id) => `/assets/${id}`;
let storyboard, images, context;

globalThis.renderPage = {
  /** Loads all that a frame may need. Returns the composition. */
  async open(given, width, height) {
    storyboard = given;
    context = new OffscreenCanvas(width, height).getContext("2d", { alpha: false });
    images = await loadImages(storyboard, addressOf);
    await loadFonts(storyboard);
    return { width, height, fps: storyboard.canvas.fps, frames: totalFrames(storyboard) };
  },

  /** A frame as base64 of a JPEG. Throws if a scene cannot be drawn: a video must not show an error card. */
  async renderFrame(frame) {
    const tree = render(storyboard, fileFrame(storyboard, frame), { addressOf });
    if (hasErrorCard(tree)) throw new Error("a scene cannot be drawn");
    paint(context, tree, images);
    const picture = await context.canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    return new Uint8Array(await picture.arrayBuffer()).toBase64();
  },
};

const hasErrorCard = ({ attributes, children }) =>
  attributes["data-failed"] !== undefined || (typeof children !== "string" && children.some(hasErrorCard));
