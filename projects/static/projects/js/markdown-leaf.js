// One run of paragraphs, headings, code, tables in one place, drawn by streaming-markdown: what stands inside a quotation or
// a list item comes here without its marks and indentation.
import { CODE_BLOCK, CODE_FENCE, CODE_INLINE, EQUATION_BLOCK, EQUATION_INLINE, IMAGE, PARAGRAPH, RAW_URL, TABLE } from "streaming-markdown";
import { parser as newParser, parser_end, parser_write } from "streaming-markdown";

import { formulaAt } from "./markdown-dollars.js";
import { MarkdownRenderer, TAB } from "./markdown-renderer.js";

const LITERAL = new Set([CODE_BLOCK, CODE_FENCE, CODE_INLINE, EQUATION_BLOCK, EQUATION_INLINE, IMAGE, RAW_URL]);
const WORD = /[\p{L}\p{N}]/u;

export class MarkdownLeaf {
  #node;
  #parser;
  #text = ""; // of the line that is being written, as far as it came
  #isAfterBlank = false;
  #at = 0; // how much of it is drawn: the rest waits for what follows

  constructor(node) {
    this.#node = node;
    const renderer = new MarkdownRenderer(node);
    this.#parser = renderer.parser = newParser(renderer);
  }

  get #block() {
    return this.#parser.len > 0 ? this.#parser.tokens[1] : null;
  }

  get isVerbatim() {
    return this.#block === CODE_FENCE || this.#block === EQUATION_BLOCK;
  }

  get isFence() {
    return this.#block === CODE_FENCE;
  }

  get isIndentedCode() {
    return this.#block === CODE_BLOCK;
  }

  get isParagraph() {
    return this.#block === PARAGRAPH && !this.#isAfterBlank; // the parser ends it one character later
  }

  get isTable() {
    return this.#block === TABLE;
  }

  /** @param text of one line, or the next piece of it; `isWhole`: nothing of the line is to come */
  write(text, isWhole) {
    this.#text += text;
    const end = isWhole ? this.#text.length : settledLength(this.#text);
    while (this.#at < end) {
      const special = nextSpecial(this.#text, this.#at, end);
      this.#parse(this.#text.slice(this.#at, special));
      this.#at = special;
      const adapted = special < end ? this.#adapt(isWhole) : "";
      if (adapted === null) return;
      this.#parse(adapted);
      if (special < end) this.#at += 1;
    }
    if (!text.endsWith("\n")) return;
    this.#isAfterBlank = !this.#text.trim();
    this.#text = "";
    this.#at = 0;
  }

  #parse(text) {
    if (text) parser_write(this.#parser, text);
  }

  /** Where the parser departs from what people expect: tabs in fences, snake_case, dollar signs. Null: it cannot be told yet. */
  #adapt(isWhole) {
    const [before, char, after] = [-1, 0, 1].map((offset) => this.#text[this.#at + offset] ?? "");
    if (char === "\t") return this.isFence ? TAB : char;
    if (this.#isLiteral()) return char;
    if (char === "_") return WORD.test(before) && WORD.test(after) ? "\\_" : char;
    const formula = formulaAt(this.#text, this.#at, isWhole);
    if (formula === null) return null;
    if (formula === "block") this.#at += 1;
    return formula === "block" ? "$$" : formula === "inline" ? "$" : "\\$";
  }

  #isLiteral() {
    const { tokens, len, pending } = this.#parser;
    return LITERAL.has(tokens[len]) || pending.startsWith("](") || /^[`$]/.test(pending);
  }

  /** The parser keeps the last character back; the full stop of a sentence must not wait for a tool to end. */
  flush() {
    const { len, pending, renderer } = this.#parser;
    if (len === 0 || !/^[.,:;?)\p{L}\p{N}]$/u.test(pending)) return;
    if (this.#parser.token !== this.#parser.tokens[len]) return; // it is at something that is more than text
    renderer.add_text(null, pending);
    this.#parser.pending = "";
  }

  get #lastBlock() {
    const { lastChild } = this.#node;
    return lastChild?.nodeType === Node.ELEMENT_NODE ? lastChild : this.#node;
  }

  end() {
    parser_end(this.#parser);
    const left = this.#parser.pending.trim(); // such as the address of a link that never closed
    while (this.#parser.len > 0) {
      this.#parser.len -= 1;
      this.#parser.renderer.end_token();
    }
    if (left) this.#lastBlock.append(left);
  }
}

function nextSpecial(text, from, end) {
  let at = from;
  while (at < end && text[at] !== "_" && text[at] !== "\t" && text[at] !== "$") at++;
  return at;
}

/** How much of an unfinished line may be drawn: a lone surrogate and a trailing `_` wait for what follows. */
function settledLength(text) {
  let end = text.length;
  if (end && text.charCodeAt(end - 1) >> 10 === 0b110110) end -= 1;
  while (end && text[end - 1] === "_") end -= 1;
  return end;
}
