// Style sheets of what is only drawn when there is something to draw: a `<link>` that is disabled is not fetched, nor is it ahead of
// the parser, as Chromium 150 does, if its `media` is none of this browser's.
const AGAIN = 1000; // ms
const enabled = new WeakMap(); // promises, by link

/** Resolves when the style sheets that `selector` finds are there, or cannot be had. */
export const enableStyles = (selector) => Promise.all([...document.querySelectorAll(selector)].map(enable));

function enable(link) {
  if (!enabled.has(link)) enabled.set(link, load(link));
  return enabled.get(link);
}

function load(link) {
  return new Promise((resolve) => {
    link.onload = resolve;
    link.onerror = () => setTimeout(() => resolve(replaceLink(link)), AGAIN);
    link.media = "all";
    link.disabled = false;
  });
}

/** A style sheet that was lost is asked for once more. */
function replaceLink(link) {
  const next = link.cloneNode();
  link.replaceWith(next);
  return new Promise((resolve) => (next.onload = next.onerror = resolve));
}
