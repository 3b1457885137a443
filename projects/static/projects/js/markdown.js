// Markdown that grows: what is drawn stays, the new is appended, and an unclosed mark never shows raw.
import { MarkdownBlocks } from "./markdown-blocks.js";

const AT_ONCE = 4096; // characters: what is longer is drawn piece by piece, so that the page stays alive

export class MarkdownView {
  #root;
  #wanted = { text: "", whole: false, paused: false };
  #next = null; // the piece that waits for its turn
  #blocks;
  #drawn = "";
  #ended = false;
  #plain = false;

  constructor(root) {
    this.#root = root;
    this.#begin();
  }

  /**
   * Draw `text`; `whole` says that nothing more will come, `paused` that nothing comes for now. Text that does not
   * continue what is drawn replaces it.
   */
  update(text, { whole = false, paused = false } = {}) {
    if (!text.startsWith(this.#drawn) || (this.#ended && text !== this.#drawn)) this.#begin();
    this.#wanted = { text, whole, paused };
    if (!this.#next) this.#advance();
  }

  #advance() {
    this.#next = null;
    const { text, whole, paused } = this.#wanted;
    const added = text.slice(this.#drawn.length, this.#drawn.length + AT_ONCE);
    this.#drawn = text.slice(0, this.#drawn.length + added.length);
    if (added) this.#draw(() => this.#blocks.write(added));
    if (this.#drawn.length < text.length) return this.#advanceLater();
    if (whole && !this.#ended) this.#draw(() => this.#blocks.end());
    else if (paused) this.#draw(() => this.#blocks.flush());
    this.#ended ||= whole;
  }

  /** Each piece is laid out in a frame before the next one is drawn, in a task of its own. */
  #advanceLater() {
    const next = (this.#next = {});
    requestAnimationFrame(() => setTimeout(() => next === this.#next && this.#advance()));
  }

  #begin() {
    this.#next = null;
    this.#root.replaceChildren();
    this.#root.classList.remove("plain");
    this.#blocks = new MarkdownBlocks(this.#root);
    this.#drawn = "";
    this.#ended = this.#plain = false;
  }

  #draw(act) {
    try {
      if (!this.#plain) return act();
    } catch {
      // Nested too deep, or a fault of the parser: an answer shown as plain text is better than none.
      this.#plain = true;
      this.#root.classList.add("plain");
    }
    if (this.#root.textContent !== this.#drawn) this.#root.replaceChildren(this.#drawn);
  }
}
