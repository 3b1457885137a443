// What is said of a change: to those who listen to the page, and beside the video.

export const announce = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: { text } }));

/** Of the video: its toolbar shows it too. */
export function announceVideo(text) {
  document.dispatchEvent(new CustomEvent("video-note", { detail: { text } }));
  announce(text);
}
