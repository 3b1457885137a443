// What the button “Share” opens under it: the link to the film, and what makes a file of it.
import { openDialog } from "./dialog-layer.js";
import { ShareLink } from "./share-link.js";

const GAP = 8; // px

export class SharePanel {
  #dialog;
  #link;

  /** `dialog` stands in the page. `onShare(isShared)` is called when that changes. */
  constructor(dialog, { projectId, assets }, onShare) {
    this.#dialog = dialog;
    this.#link = new ShareLink(projectId, assets, onShare);
    dialog.prepend(this.#link.element);
    dialog.addEventListener("export-begun", () => dialog.close());
  }

  set storyboard(storyboard) {
    this.#link.storyboard = storyboard;
  }

  open(button) {
    const { bottom, left, right } = button.getBoundingClientRect();
    const end = getComputedStyle(button).direction === "rtl" ? left : document.documentElement.clientWidth - right;
    this.#dialog.style.setProperty("--top", `${bottom + GAP}px`);
    this.#dialog.style.setProperty("--end", `${end}px`);
    this.#link.refresh();
    openDialog(this.#dialog);
    this.#dialog.focus();
  }
}
