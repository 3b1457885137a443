// Style sheets of what is only drawn when there is something to draw: a `<link>` that is disabled is not fetched.
const AGAIN = 1000; // ms

/** Resolves when the style sheets that `selector` finds are there, or cannot be had. */
export const enableStyles = (selector) => Promise.all([...document.querySelectorAll(selector)].map(enable));

function enable(link) {
  return new Promise((resolve) => {
    if (link.sheet && !link.disabled) return resolve(); // it is there
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
