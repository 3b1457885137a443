// The styles of the video's column, and the typefaces of the video: who only chats does not load them.
import { loadFonts } from "../../storyboard/renderer/fonts.js";
import { enableStyles } from "./lazy-styles.js";

let loading = null;

/** Resolves when all that shows `storyboard` is there, or cannot be had. */
export async function videoStyles(storyboard) {
  loading ??= enableStyles("link[data-video-style], link[data-share-style]");
  await loading;
  if (storyboard) await typefaces(storyboard);
}

/** A video that is drawn before they are there would change its looks under the reader's eyes. */
async function typefaces(storyboard) {
  try {
    await loadFonts(storyboard);
  } catch {
    console.warn("A typeface of the video could not be loaded; the next best is shown.");
  }
}
