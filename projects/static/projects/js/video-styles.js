// The styles of the video's column: who only chats does not load them. A `<link>` that is disabled is not fetched.
let loading = null;

/** Resolves when they are there, or cannot be had. */
export function videoStyles() {
  loading ??= Promise.all([...document.querySelectorAll("link[data-video-style]")].map(enable));
  return loading;
}

function enable(link) {
  return new Promise((resolve) => {
    link.onload = link.onerror = resolve;
    link.disabled = false;
  });
}
