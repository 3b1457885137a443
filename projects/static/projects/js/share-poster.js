// The picture that announces a shared film: the frame that tells most of it, drawn here, since a server draws no pages.
import { loadFonts } from "../../storyboard/renderer/fonts.js";
import { loadImages } from "../../storyboard/renderer/paint.js";
import { getRevision } from "./api.js";
import { addressesIn } from "./picture-addresses.js";
import { getLink, savePoster } from "./share-api.js";
import { FramePainter } from "./video-export-frames.js";
import { scaledSize } from "./video-export-size.js";

const SHORT_SIDE = 720; // pixels: what previews of links show is smaller

/** Draws the poster anew if it shows another revision than the link does. `newest` is the video as it is now. */
export async function updatePoster(projectId, assets, newest) {
  const link = await getLink(projectId);
  if (!link || link.poster_revision === link.shows) return;
  const storyboard = link.shows === newest.revision ? newest : (await getRevision(projectId, link.shows)).storyboard;
  if (!storyboard.scenes.length) return;
  await savePoster(projectId, link.shows, await draw(storyboard, addressesIn(assets)));
}

/** A JPEG. Frame 0 of a file is its cover. */
async function draw(storyboard, addressOf) {
  await loadFonts(storyboard);
  const images = await loadImages(storyboard, addressOf);
  const painter = new FramePainter(storyboard, scaledSize(storyboard.canvas, SHORT_SIDE), { addressOf, images });
  return painter.paint(0).canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
}
