// The picture that announces a shared film: the frame that tells most of it, drawn here, since a server draws no pages.
import { getLink, savePoster } from "./share-api.js";
import { getRevision } from "./video-api.js";
import { drawStill } from "./video-still.js";

const SHORT_SIDE = 720; // pixels: what previews of links show is smaller

/** Draws the poster anew if it shows another revision than the link does. `newest` is the video as it is now. */
export async function updatePoster(projectId, assets, newest) {
  const link = await getLink(projectId);
  if (!link || link.poster_revision === link.shows) return;
  const storyboard = link.shows === newest.revision ? newest : (await getRevision(projectId, link.shows)).storyboard;
  if (!storyboard.scenes.length) return;
  await savePoster(projectId, link.shows, await drawStill(storyboard, assets, SHORT_SIDE, { type: "image/jpeg", quality: 0.9 }));
}
