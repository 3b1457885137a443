// The styles of the video's column, and the typeface of the video: who only chats does not load them.
import { enableStyles } from "./lazy-styles.js";

let loading = null;

/** Resolves when they are there, or cannot be had. */
export function videoStyles() {
  loading ??= Promise.all([enableStyles("link[data-video-style]"), typeface()]);
  return loading;
}

/** A video that is drawn before it is there would change its looks under the reader's eyes. */
async function typeface() {
  try {
    await document.fonts.load('20px "Inter Variable"');
  } catch {
    console.warn("The typeface of the video could not be loaded; the next best is shown.");
  }
}
