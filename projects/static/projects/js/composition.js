// Keys that belong to an input method: the Enter or Escape that chooses a word neither sends, nor renames, nor stops.
// Heard before any other listener, so that none of them has to ask. 229: some browsers end a composition before they
// report the key that ended it.
const isComposing = (event) => event.isComposing || event.keyCode === 229;

addEventListener("keydown", (event) => isComposing(event) && event.stopImmediatePropagation(), { capture: true });
