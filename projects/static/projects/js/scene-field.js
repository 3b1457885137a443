// One field of the scene editor. It follows the video, except while a person is at it: then what they typed stays, and is
// saved as a change of what they saw when they began; a text also whenever they pause.
import { fitHeight } from "./auto-height.js";
import { h } from "./dom.js";
import { typedText } from "./typed-text.js";

const PAUSE = 1200; // ms without a key

/** As the video keeps a text: without blanks at the ends of its lines. */
const bare = (text) => text.replace(/[^\S\n]+$/gm, "").trim();

let count = 0;

export class SceneField {
  element;
  #input;
  #save;
  #show;
  #current = ""; // what the video says
  #revision = 0; // as of which revision
  #begun = null; // {value, revision} that were there when the person began; null: what stands here is the video's
  #refused = null; // what was typed and could not be saved: to leave the field is not to try again
  #isSaving = false;
  #pause = null;

  /**
   * `save(value, base)` resolves to the row, or to null if it was refused; `base` is null where the newest will do.
   * `show(value, revision)` is called with what is typed, and with null when it is over: as of that revision the video has it.
   */
  constructor(label, input, save, show = (_value, _revision) => {}) {
    this.#input = input;
    this.#save = save;
    this.#show = show;
    input.id = `scene-field-${count++}`;
    this.element = h("div", { class: "scene-field" }, h("label", { for: input.id }, label), input);
    input.addEventListener("input", () => this.#onInput());
    if (input.matches("textarea, [type=text]")) for (const type of ["input", "compositionend"]) input.addEventListener(type, (event) => this.#listenForPause(event));
    if (input.matches("textarea")) input.addEventListener("input", () => fitHeight(input));
    input.addEventListener("change", () => this.commit());
    input.addEventListener("keydown", (event) => this.#onKeydown(event));
  }

  get isBegun() {
    return this.#begun !== null;
  }

  /** What somebody else has made of it since the person began, or null. */
  get theirs() {
    return this.#begun && this.#begun.value !== this.#current ? this.#current : null;
  }

  focus() {
    this.#input.focus();
  }

  follow(value, revision) {
    this.#current = String(value);
    this.#revision = revision;
    const isAtIt = document.activeElement === this.#input && bare(this.#input.value) === bare(this.#current); // the next word comes behind the blank
    if (this.isBegun || isAtIt || this.#input.value === this.#current) return;
    this.#input.value = this.#current;
    if (this.#input.matches("textarea")) fitHeight(this.#input);
  }

  #onInput() {
    this.#begun ??= { value: this.#current, revision: this.#revision };
    this.element.toggleAttribute("data-begun", true);
    this.#show(typedText(this.#input.value));
  }

  /** What is empty, or half composed, is not meant yet. */
  #listenForPause({ isComposing }) {
    clearTimeout(this.#pause);
    if (isComposing) return;
    this.#pause = setTimeout(() => {
      const text = bare(this.#input.value);
      if (text && text !== bare(this.#current) && this.#input.isConnected) this.commit();
    }, PAUSE);
  }

  async commit() {
    clearTimeout(this.#pause);
    if (!this.isBegun || this.#isSaving) return;
    const { value } = this.#input;
    const typed = typedText(value);
    if (value === this.#refused) return;
    if (typed === this.#current) return this.letGo();
    this.#isSaving = true;
    const row = await this.#save(typed, this.theirs === null ? null : this.#begun.revision);
    this.#isSaving = false;
    this.#refused = row ? null : value;
    this.#input.setAttribute("aria-invalid", String(!row));
    if (!row) return;
    const isTypedOn = this.#input.value !== value;
    this.#begun = isTypedOn ? { value, revision: row.revision } : null;
    this.element.toggleAttribute("data-begun", isTypedOn);
    if (!isTypedOn) this.#show(null, row.revision);
    if (!isTypedOn && this.#revision >= row.revision) this.follow(this.#current, this.#revision);
    if (isTypedOn && document.activeElement !== this.#input) await this.commit();
  }

  /** What the person typed goes before what the video says by now. */
  overwrite() {
    this.#begun = { value: this.#current, revision: this.#revision };
    this.#refused = null;
    return this.commit();
  }

  /** What the video says goes before what the person typed. */
  letGo() {
    clearTimeout(this.#pause);
    this.#begun = this.#refused = null;
    this.element.toggleAttribute("data-begun", false);
    this.#show(null);
    this.#input.setAttribute("aria-invalid", "false");
    this.follow(this.#current, this.#revision);
  }

  #onKeydown(event) {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#refused = null;
      this.commit();
    }
    if (event.key !== "Escape" || !this.isBegun) return;
    event.preventDefault();
    event.stopPropagation(); // it neither stops the answer nor closes the sheet
    this.letGo();
  }
}
