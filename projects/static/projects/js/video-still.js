// The frame that tells most of a film, as a picture. Frame 0 of a file is its cover.
import { loadFonts } from "../../storyboard/renderer/fonts.js";
import { loadImages } from "../../storyboard/renderer/paint.js";
import { addressesIn } from "./picture-addresses.js";
import { FramePainter } from "./video-export-frames.js";
import { scaledSize } from "./video-export-size.js";

const LASTS = 60_000; // ms that the address of a file is good for

/** A blob. `shortSide` in pixels; `form`: what `convertToBlob` takes. */
export async function drawStill(storyboard, assets, shortSide, form) {
  const addressOf = addressesIn(assets);
  await loadFonts(storyboard);
  const images = await loadImages(storyboard, addressOf);
  const painter = new FramePainter(storyboard, scaledSize(storyboard.canvas, shortSide), { addressOf, images });
  return painter.paint(0).canvas.convertToBlob(form);
}

/** `title` names the file. */
export async function downloadStill({ storyboard, assets, title, shortSide }) {
  const url = URL.createObjectURL(await drawStill(storyboard, assets, shortSide, { type: "image/png" }));
  Object.assign(document.createElement("a"), { href: url, download: `${title || "video"}.png` }).click();
  setTimeout(() => URL.revokeObjectURL(url), LASTS);
}
