// How far an export is, and the button that ends it; hidden while there is none.
import { h, setText } from "./dom.js";

export class ExportProgress {
  element;
  #bar;
  #step = h("span", { class: "export-step" });
  #cancel;

  /** `name`: of what is made. `cancel()` is called when a person wants it to end. */
  constructor(name, cancel) {
    this.#bar = h("progress", { max: "1", value: "0", "aria-label": name });
    this.#cancel = h("button", { type: "button", class: "quiet", onclick: cancel }, "Cancel");
    this.element = h("div", { class: "export-progress", hidden: true }, this.#step, this.#cancel, this.#bar);
  }

  /** `part` of it is done, from 0 to 1; null: nobody knows. */
  show(part, step) {
    this.element.hidden = false;
    if (part === null) this.#bar.removeAttribute("value");
    else this.#bar.value = part;
    setText(this.#step, step);
  }

  hide() {
    this.element.hidden = true;
  }

  set canEnd(isPossible) {
    this.#cancel.disabled = !isPossible;
  }

  focus() {
    this.#cancel.focus();
  }

  get hasFocus() {
    return this.element.contains(document.activeElement);
  }
}
