// The page that is filmed: each frame is drawn by the renderer of the preview and handed out as a JPEG.
import { fileFrame } from "/static/renderer/cover.js";
import { loadFonts } from "/static/renderer/fonts.js";
import { loadImages, paint } from "/static/renderer/paint.js";
import { render, totalFrames } from "/static/renderer/renderer.js";

const QUALITY = 0.95;
const addressOf = (id) => `/assets/${id}`;
let storyboard, images, context;

globalThis.stage = {
  /** Fetches all that a frame may need. Returns what will be filmed. */
  async open(given, width, height) {
    storyboard = given;
    context = new OffscreenCanvas(width, height).getContext("2d", { alpha: false });
    images = await loadImages(storyboard, addressOf);
    await loadFonts(storyboard);
    return { width, height, fps: storyboard.canvas.fps, frames: totalFrames(storyboard) };
  },

  /** The picture of a frame in base64. Throws if a scene of it cannot be drawn: an error card is no part of a film. */
  async film(frame) {
    const tree = render(storyboard, fileFrame(storyboard, frame), { addressOf });
    if (hasErrorCard(tree)) throw new Error("a scene cannot be drawn");
    paint(context, tree, images);
    const picture = await context.canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    return new Uint8Array(await picture.arrayBuffer()).toBase64();
  },
};

const hasErrorCard = ({ attributes, children }) =>
  attributes["data-failed"] !== undefined || (typeof children !== "string" && children.some(hasErrorCard));
