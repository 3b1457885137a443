// The title of the tab: the project's name, and how many answers ended while nobody looked.
import { shownTitle } from "./words.js";

export class TitleBadge {
  #title = null;
  #unseen = 0;

  constructor() {
    document.addEventListener("visibilitychange", () => !document.hidden && this.#set(0));
  }

  get title() {
    return this.#title;
  }

  set title(title) {
    this.#title = title;
    this.#draw();
  }

  countEnd() {
    if (document.hidden) this.#set(this.#unseen + 1);
  }

  #set(unseen) {
    this.#unseen = unseen;
    this.#draw();
  }

  #draw() {
    if (this.#title === null) return;
    const shown = shownTitle(this.#title);
    const title = this.#unseen ? `(${this.#unseen}) ${shown}` : shown;
    if (document.title !== title) document.title = title;
  }
}
