// Markdown that grows: what is drawn stays, the new is appended, and an unclosed mark never shows raw.
import { CODE_BLOCK, CODE_FENCE, CODE_INLINE, EQUATION_BLOCK, EQUATION_INLINE, IMAGE, RAW_URL } from "streaming-markdown";
import { parser as newParser, parser_end, parser_write } from "streaming-markdown";

import { MarkdownRenderer, TAB } from "./markdown-renderer.js";

const LITERAL = new Set([CODE_BLOCK, CODE_FENCE, CODE_INLINE, EQUATION_BLOCK, EQUATION_INLINE, IMAGE, RAW_URL]);
const WORD = /[\p{L}\p{N}]/u;

export class MarkdownView {
  #root;
  #parser;
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
    const end = whole ? text.length : settled(text);
    if (end > this.#drawn.length) this.#write(text, this.#drawn.length, end);
    if (whole && !this.#ended) this.#finish();
    else if (paused) this.#flush();
  }

  #begin() {
    this.#root.replaceChildren();
    this.#drawn = "";
    this.#ended = this.#plain = false;
    const renderer = new MarkdownRenderer(this.#root);
    this.#parser = renderer.parser = newParser(renderer);
  }

  #write(text, start, end) {
    this.#drawn = text.slice(0, end);
    if (this.#plain) return this.#root.append(text.slice(start, end));
    try {
      this.#parse(text, start, end);
    } catch {
      // Nested too deep, or a fault of the parser: an answer shown as plain text is better than none.
      this.#plain = true;
      this.#root.replaceChildren(this.#drawn);
    }
    this.#root.classList.toggle("plain", this.#plain);
  }

  #parse(text, start, end) {
    let from = start;
    for (let i = start; i < end; i++) {
      if (text[i] !== "_" && text[i] !== "\t" && text[i] !== "\n") continue;
      parser_write(this.#parser, text.slice(from, i));
      parser_write(this.#parser, this.#adapt(text[i], text, i));
      from = i + 1;
    }
    parser_write(this.#parser, text.slice(from, end));
  }

  /** Where the parser departs from CommonMark: snake_case, tabs in fences, blank lines of a fence in a list. */
  #adapt(char, text, index) {
    const parser = this.#parser;
    const inFence = parser.tokens[parser.len] === CODE_FENCE;
    if (char === "\t") return inFence ? TAB : char;
    if (char === "_") {
      const intraword = WORD.test(text[index - 1] ?? "") && WORD.test(text[index + 1] ?? "");
      return intraword && !this.#isLiteral() ? "\\_" : char;
    }
    if (char === "\n" && inFence && text[index - 1] === "\n") {
      const indent = parser.spaces.slice(0, parser.len + 1).reduce((sum, spaces) => sum + spaces, 0);
      return " ".repeat(indent) + char;
    }
    return char;
  }

  #isLiteral() {
    return LITERAL.has(this.#parser.tokens[this.#parser.len]) || this.#parser.pending.startsWith("](");
  }

  /** The parser keeps the last character back; the full stop of a sentence must not wait for a tool to end. */
  #flush() {
    const { len, pending, renderer } = this.#parser;
    if (this.#plain || len === 0 || !/^[.,:;?)\p{L}\p{N}]$/u.test(pending)) return;
    if (this.#parser.token !== this.#parser.tokens[len]) return; // it is at something that is more than text
    renderer.add_text(null, pending);
    this.#parser.pending = "";
  }

  #finish() {
    this.#ended = true;
    if (this.#plain) return;
    parser_end(this.#parser);
    const left = this.#parser.pending.trim(); // such as the address of a link that never closed
    while (this.#parser.len > 0) {
      this.#parser.len -= 1;
      this.#parser.renderer.end_token();
    }
    if (left) (this.#root.lastElementChild ?? this.#root).append(left);
  }
}

/** How much of unfinished text may be drawn: a lone surrogate and a trailing `_` wait for what follows. */
function settled(text) {
  let end = text.length;
  if (end && text.charCodeAt(end - 1) >> 10 === 0b110110) end -= 1;
  while (end && text[end - 1] === "_") end -= 1;
  return end;
}
