// Short notes at the foot of the page, which go by themselves. The element is there from the start: only then do screen
// readers say what is put into it.
import { h } from "./dom.js";

const notes = h("div", { class: "notes", role: "status" });
document.body.append(notes);

/** Show a note, with what belongs to it; returns its element. */
export function note(text, milliseconds = 10_000, ...more) {
  const shown = h("p", { class: "note-line" }, h("span", { dir: "auto" }, text), ...more);
  notes.append(shown);
  setTimeout(() => shown.remove(), milliseconds);
  return shown;
}
