// A text box that grows with its text, where `field-sizing: content` is not known (Safari before 26.2, Firefox before 152).

const isKnown = globalThis.CSS?.supports("field-sizing: content");

/** To be called when the text has changed and the box is in the page; `min-height` and `max-height` hold. */
export function fitHeight(textarea) {
  if (isKnown) return;
  textarea.style.height = "auto";
  textarea.style.height = `${textarea.scrollHeight + textarea.offsetHeight - textarea.clientHeight}px`;
}
