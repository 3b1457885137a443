// What the button “Share” opens: the link to the film, and what makes a file of it.
import { ShareLink } from "./share-link.js";
import { t } from "./words.js";

export class SharePanel {
  element;
  #link;
  #onOpen;
  #outside = ({ target }) => target.closest("share-menu") === null && this.close();
  #onKeydown = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.close();
    this.element.parentElement.querySelector("button").focus();
  };

  /** `element` stands in the page. `onOpen(isOpen)` and `onShare(isShared)` are called when that changes. */
  constructor(element, { projectId, assets }, { onOpen, onShare }) {
    this.element = element;
    Object.assign(element, { role: "dialog", ariaLabel: t("Share"), tabIndex: -1 });
    this.#onOpen = onOpen;
    this.#link = new ShareLink(projectId, assets, onShare);
    element.prepend(this.#link.element);
    element.addEventListener("export-begun", () => this.close());
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
    this.element.parentElement.addEventListener("keydown", this.#onKeydown);
  }

  close() {
    this.element.hidden = true;
    this.#onOpen(false);
    document.removeEventListener("pointerdown", this.#outside);
    this.element.parentElement.removeEventListener("keydown", this.#onKeydown);
  }
}
