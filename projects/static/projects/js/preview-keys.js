// The keys of a player, wherever the focus is but in a text: space and K play and stop, J and L go back and on and faster,
// arrows go by a frame or with Shift by a second, Home and End to the ends; [ and ] make the scene shorter and longer, comma and
// point move the cut before it.
import { isEditable } from "./dom.js";

const SCROLLS = new Set([" ", "ArrowLeft", "ArrowRight", "Home", "End"]); // what scrolls the conversation, where that has the focus

/** `on`: what each key asks for. Returns the function that ends it. */
export function listenForKeys({ toggle, pause, shuttle, step, second, toStart, toEnd, trim, moveCut, full }) {
  const keys = {
    " ": toggle,
    k: pause,
    j: () => shuttle(-1),
    l: () => shuttle(1),
    f: full,
    "[": () => trim(-1),
    "]": () => trim(1),
    ",": () => moveCut(-1),
    ".": () => moveCut(1),
    ArrowLeft: ({ shiftKey }) => step(shiftKey ? -second() : -1),
    ArrowRight: ({ shiftKey }) => step(shiftKey ? second() : 1),
    Home: toStart,
    End: toEnd,
  };
  const pressed = (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || (event.altKey && key.length > 1) || !Object.hasOwn(keys, key)) return;
    if (isElsewhere(event.target, key) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    keys[key](event);
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}

function isElsewhere(target, key) {
  if (isEditable(target)) return !target.matches("input[type=range]");
  if (key === " " && target.closest("button, summary, a, [role=button]")) return true; // pressed by it
  return SCROLLS.has(key) && target.closest("[data-role=scroller], [role=menu], [role=listbox]") !== null;
}
