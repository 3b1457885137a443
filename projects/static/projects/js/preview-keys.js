// The keys of a player: space plays, arrows go by a frame or with Shift by a second, Home and End to the ends.
import { isEditable } from "./dom.js";

export function listenForKeys(element, { toggle, step, second, toStart, toEnd }) {
  const keys = {
    " ": toggle,
    ArrowLeft: ({ shiftKey }) => step(shiftKey ? -second() : -1),
    ArrowRight: ({ shiftKey }) => step(shiftKey ? second() : 1),
    Home: toStart,
    End: toEnd,
  };
  element.addEventListener("keydown", (event) => {
    const isElsewhere = event.ctrlKey || event.metaKey || event.altKey;
    const isRange = event.target.matches("input[type=range]");
    if (isElsewhere || (isEditable(event.target) && !isRange) || !Object.hasOwn(keys, event.key)) return;
    if (event.key === " " && event.target.closest("button")) return; // a button is pressed by it
    event.preventDefault();
    keys[event.key](event);
  });
}
