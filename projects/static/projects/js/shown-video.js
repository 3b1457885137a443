// An element that shows a video: as it is now, with what is tried and not yet saved, or an older one that is looked at.
import { Drafts } from "./drafts.js";

export class ShownVideo extends HTMLElement {
  #current = null; // the video as it is now, whatever is looked at
  #exhibit = null;
  #drafts = new Drafts();
  #shown = null;

  /** What is shown; null if it has no scenes. */
  get storyboard() {
    return this.#shown?.scenes.length ? this.#shown : null;
  }

  /** The document, or null while there is none. */
  set storyboard(next) {
    this.#current = next;
    this.receive(next);
    if (!this.#exhibit) this.#refresh();
  }

  /** The video as it is now, without drafts. */
  get current() {
    return this.#current;
  }

  get isLooking() {
    return this.#exhibit !== null;
  }

  /** An older document that is looked at in place of the video as it is now; null: no longer. */
  set exhibit(older) {
    this.#exhibit = older;
    this.toggleAttribute("data-exhibit", older !== null);
    this.#refresh();
  }

  /** Shows a change that is not saved: `change` is a pure function from document to document. */
  setDraft(key, change) {
    this.#drafts.set(key, change);
    if (!this.#exhibit) this.#refresh();
  }

  /** `revision`: what saved it, or what is shown in its place. */
  endDraft(key, revision = 0) {
    this.#drafts.end(key, revision);
    if (!this.#exhibit) this.#refresh();
  }

  /** The video as it is, whatever was tried or dragged. */
  reset() {
    this.#drafts.endAll();
    if (!this.#exhibit) this.#refresh();
  }

  /** Draws the document: each element in its own way. */
  show(_storyboard) {}

  /** Called with a newer document before it is drawn. */
  receive(_next) {}

  #refresh() {
    this.#shown = this.#exhibit ?? this.#drafts.apply(this.#current);
    this.show(this.#shown);
  }
}
