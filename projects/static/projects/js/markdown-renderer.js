// The callbacks of streaming-markdown, drawing onto real nodes: it only appends, takes no attribute but a checked link
// address, and makes nothing that loads by itself (an image becomes a link).
import * as md from "streaming-markdown";

import { codeBlock } from "./code-block.js";
import { h } from "./dom.js";
import { safeAddress } from "./safe-links.js";
import { t } from "./words.js";

/** @type {Map<number, keyof HTMLElementTagNameMap>} */
const TAGS = new Map([
  [md.LINE_BREAK, "br"],
  [md.RULE, "hr"],
  [md.ITALIC_AST, "em"],
  [md.ITALIC_UND, "em"],
  [md.STRONG_AST, "strong"],
  [md.STRONG_UND, "strong"],
  [md.STRIKE, "s"],
  [md.CODE_INLINE, "code"],
  [md.RAW_URL, "a"],
  [md.LINK, "a"],
  [md.IMAGE, "a"],
  // The page has its own first two levels.
  [md.HEADING_1, "h3"],
  [md.HEADING_2, "h4"],
  [md.HEADING_3, "h5"],
  [md.HEADING_4, "h6"],
  [md.HEADING_5, "h6"],
  [md.HEADING_6, "h6"],
]);

/** A tab, while it crosses the parser inside a fence, which would make spaces of it. No text has this character. */
export const TAB = "\uFDD0";

const LINES = 100; // of one block: a browser lays a block out as a whole, each time that a line is added

const DEEPEST = 20; // the parser's own stack ends at 24

function appendText(node, text) {
  if (node.lastChild?.nodeType === Node.TEXT_NODE) node.lastChild.appendData(text);
  else node.append(text);
}

export class MarkdownRenderer {
  #open;
  /** streaming-markdown hands `data` to each callback; the parser is set by the view, to read which delimiter it saw. */
  data = null;
  parser = null;

  constructor(root) {
    this.#open = [{ node: root }];
  }

  get #top() {
    return this.#open.at(-1);
  }

  add_token = (_, token) => {
    if (token === md.LINE_BREAK && this.#goesOnBelow()) return this.#open.push({ token, node: this.#top.node });
    if (this.#open.length > DEEPEST) throw new RangeError("nested too deep");
    this.#open.push({ token, ...this.#build(token) });
  };

  end_token = () => {
    const { token, node, address, delimiter, close } = this.#open.pop();
    close?.();
    if (delimiter) node.append(delimiter);
    if ((token === md.LINK || token === md.IMAGE) && address === undefined) this.#unlink(token, node);
  };

  add_text = (_, text) => {
    const { token } = this.#top;
    const shown = text.replaceAll(TAB, "\t");
    if (token === md.CODE_FENCE || token === md.CODE_BLOCK) return this.#addCode(shown);
    const { node } = this.#top;
    appendText(node, shown);
  };

  set_attr = (_, attribute, value) => {
    const top = this.#top;
    if (attribute === md.HREF || attribute === md.SRC) this.#link(top, value);
    else if (attribute === md.LANG) top.setLanguage?.(value);
  };

  #build(token) {
    const parent = this.#top.node;
    switch (token) {
      case md.CODE_BLOCK:
      case md.CODE_FENCE: {
        const { figure, code, setLanguage, close } = codeBlock();
        parent.append(figure);
        return { node: code, setLanguage, close };
      }
      case md.PARAGRAPH:
        // The text of an item stands in the item itself; what comes after it has a paragraph of its own.
        if (parent.tagName === "LI" && [...parent.childNodes].every(({ className }) => className === "checkbox")) return { node: parent, isBare: true };
        return this.#append(h("p"));
      case md.TABLE: {
        const table = h("table");
        parent.append(h("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": t("Table") }, table));
        return { node: table };
      }
      case md.TABLE_ROW: {
        const section = parent.tHead ? (parent.tBodies[0] ?? parent.createTBody()) : parent.createTHead();
        return { node: section.insertRow() };
      }
      case md.TABLE_CELL:
        return this.#append(h(parent.parentElement?.tagName === "THEAD" ? "th" : "td", { dir: "auto" }));
      case md.EQUATION_BLOCK:
      case md.EQUATION_INLINE: {
        // Shown as its source, delimiters included: a price is often taken for an equation.
        const [opening, closing] = this.#delimiters(token);
        return { ...this.#append(h("code", { class: "equation" }, opening)), delimiter: closing };
      }
      default:
        return this.#append(h(TAGS.get(token) ?? "span"));
    }
  }

  /** A paragraph of very many lines goes on in a block of its own, if no mark is open in it: true if it does. */
  #goesOnBelow() {
    const top = this.#top;
    top.lines = (top.lines ?? 0) + 1;
    if (top.token !== md.PARAGRAPH || top.lines < LINES) return false;
    const next = h("div", { class: "goes-on", dir: top.node.dir || null });
    if (top.isBare) top.node.append(next);
    else top.node.after(next);
    Object.assign(top, { node: next, lines: 0, isBare: false });
    return true;
  }

  /** Code of very many lines is a sequence of blocks. */
  #addCode(text) {
    const top = this.#top;
    for (const line of text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
      if ((top.lines ?? 0) >= LINES) {
        top.part = h("span", { class: "goes-on" });
        top.node.append(top.part);
        top.lines = 0;
      }
      appendText(top.part ?? top.node, line);
      if (line.endsWith("\n")) top.lines = (top.lines ?? 0) + 1;
    }
  }

  #append(node) {
    const parent = this.#top.node;
    // Its first letters say which way a block runs; inside a list or a quotation those of the outermost speak for all.
    if (/^(P|H\d)$/.test(node.tagName) && !parent.closest("li, blockquote")) node.dir = "auto";
    parent.append(node);
    return { node };
  }

  #delimiters(token) {
    const isTex = this.parser.pending.startsWith("\\");
    if (token === md.EQUATION_INLINE) return isTex ? ["\\(", "\\)"] : ["$", "$"];
    return isTex ? ["\\[\n", "\\]"] : ["$$\n", "$$"];
  }

  #link(top, value) {
    const trailing = top.token === md.RAW_URL ? /[.,;:!?'")\]*_]+$/ : /$^/;
    top.address = safeAddress(value.replace(trailing, ""));
    if (!top.address) return;
    top.node.href = top.address;
    top.node.rel = "noopener noreferrer nofollow";
    top.node.target = "_blank";
    if (!top.node.hasChildNodes()) top.node.append(top.address);
  }

  /** `[1]` was taken for the start of a link: give it its brackets back. */
  #unlink(token, node) {
    node.prepend(token === md.IMAGE ? "![" : "[");
    node.append("]");
  }
}
