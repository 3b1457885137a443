// Changes of a layer that are shown at once and saved a little later: many steps of one kind are one edit.
import { layerDraft } from "./drafts.js";
import { draftKey } from "./hand-edits.js";

export class PendingEdits {
  #preview;
  #waiting = new Map(); // draft key -> {edit, changes, timer}

  constructor(preview) {
    this.#preview = preview;
  }

  /** `changes`: the fields of the layer as they become; saved after `pause` ms without another of its kind, Infinity: when it is asked for. */
  change(edit, changes, pause = 0) {
    const key = draftKey(edit);
    const before = this.#waiting.get(key);
    clearTimeout(before?.timer);
    const merged = { ...before?.changes, ...changes };
    const timer = pause === Infinity ? null : setTimeout(() => this.save(key), pause);
    this.#waiting.set(key, { edit: { ...before?.edit, ...edit }, changes: merged, timer });
    this.#preview.setDraft(key, layerDraft(edit.scene_id, edit.layer_id, merged));
  }

  save(key) {
    const { edit, timer } = this.#waiting.get(key) ?? {};
    this.#waiting.delete(key);
    clearTimeout(timer);
    if (edit) this.#preview.dispatchEvent(new CustomEvent("edit", { detail: edit, bubbles: true }));
  }

  saveAll() {
    for (const key of [...this.#waiting.keys()]) this.save(key);
  }

  drop(key) {
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.delete(key);
    this.#preview.endDraft(key);
  }

  dropAll() {
    for (const key of [...this.#waiting.keys()]) this.drop(key);
  }
}
