// The styles of the video's column, and the typeface of the video: who only chats does not load them. A `<link>` that is
// disabled is not fetched.
const AGAIN = 1000; // ms
let loading = null;

/** Resolves when they are there, or cannot be had. */
export function videoStyles() {
  loading ??= Promise.all([...[...document.querySelectorAll("link[data-video-style]")].map(enable), typeface()]);
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

function enable(link) {
  return new Promise((resolve) => {
    link.onload = resolve;
    link.onerror = () => setTimeout(() => resolve(replaced(link)), AGAIN);
    link.disabled = false;
  });
}

/** A style sheet that was lost is asked for once more. */
function replaced(link) {
  const next = link.cloneNode();
  link.replaceWith(next);
  return new Promise((resolve) => (next.onload = next.onerror = resolve));
}
