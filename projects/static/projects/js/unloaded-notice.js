// Says that a part of the page could not be loaded, and tries again when it is told to.
import { setText } from "./dom.js";
import { t } from "./words.js";

export class UnloadedNotice {
  #element;
  #again = null;

  constructor(element) {
    this.#element = element;
    element.querySelector("button").addEventListener("click", () => {
      const again = this.#again;
      this.hide();
      again();
    });
  }

  /** `part`: what is missing, as a person knows it; `again` tries to load it once more. */
  show({ error, part, again }) {
    console.warn(error);
    this.#again = again;
    setText(this.#element.querySelector("span"), t("{part} could not be loaded. Try again, or reload the page: nothing is lost.", { part }));
    this.#element.hidden = false;
  }

  hide() {
    this.#element.hidden = true;
  }
}
