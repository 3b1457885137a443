// What the button “Share” opens: the link to the film.
import { h } from "./dom.js";
import { ShareLink } from "./share-link.js";

export class SharePanel {
  element;
  #link;
  #onOpen;
  #outside = ({ target }) => target.closest("share-menu") === null && this.close();
  #pressed = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.close();
    this.element.parentElement.querySelector("button").focus();
  };

  /** `onOpen(isOpen)` and `onShare(isShared)` are called when that changes. */
  constructor(projectId, assets, { onOpen, onShare }) {
    this.#onOpen = onOpen;
    this.#link = new ShareLink(projectId, assets, onShare);
    this.element = h("div", { class: "share-panel", role: "dialog", "aria-label": "Share", tabindex: "-1", hidden: true }, this.#link.element);
  }

  set storyboard(storyboard) {
    this.#link.storyboard = storyboard;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  open() {
    this.element.hidden = false;
    this.element.focus();
    this.#link.refresh();
    this.#onOpen(true);
    document.addEventListener("pointerdown", this.#outside);
    this.element.parentElement.addEventListener("keydown", this.#pressed);
  }

  close() {
    this.element.hidden = true;
    this.#onOpen(false);
    document.removeEventListener("pointerdown", this.#outside);
    this.element.parentElement.removeEventListener("keydown", this.#pressed);
  }
}
