// The callbacks of streaming-markdown, drawing onto real nodes: it only appends, takes no attribute but a checked link
// address, and makes nothing that loads by itself (an image becomes a link).
import * as md from "streaming-markdown";

import { codeBlock } from "./code-block.js";
import { h } from "./dom.js";
import { safeAddress } from "./links.js";

const TAGS = new Map([
  [md.BLOCKQUOTE, "blockquote"],
  [md.PARAGRAPH, "p"],
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
  [md.LIST_UNORDERED, "ul"],
  [md.LIST_ORDERED, "ol"],
  [md.LIST_ITEM, "li"],
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

const DEEPEST = 20; // the parser's own stack ends at 24

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
    if (this.#open.length > DEEPEST) throw new RangeError("nested too deep");
    this.#open.push({ token, ...this.#build(token) });
  };

  end_token = () => {
    const { token, node, address, delimiter } = this.#open.pop();
    if (delimiter) node.append(delimiter);
    if ((token === md.LINK || token === md.IMAGE) && address === undefined) this.#unlink(token, node);
  };

  add_text = (_, text) => {
    const { node } = this.#top;
    const shown = text.replaceAll(TAB, "\t");
    if (node.lastChild?.nodeType === Node.TEXT_NODE) node.lastChild.appendData(shown);
    else node.append(shown);
  };

  set_attr = (_, attribute, value) => {
    const top = this.#top;
    if (attribute === md.HREF || attribute === md.SRC) this.#link(top, value);
    else if (attribute === md.LANG) top.setLanguage?.(value);
    else if (attribute === md.CHECKED) top.node.firstChild.data = "☑ ";
    else if (attribute === md.START) top.node.start = Number.parseInt(value, 10) || 1;
  };

  #build(token) {
    const parent = this.#top.node;
    switch (token) {
      case md.CODE_BLOCK:
      case md.CODE_FENCE: {
        const { figure, code, setLanguage } = codeBlock();
        parent.append(figure);
        return { node: code, setLanguage };
      }
      case md.TABLE: {
        const table = h("table");
        parent.append(h("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": "Table" }, table));
        return { node: table };
      }
      case md.TABLE_ROW: {
        const section = parent.tHead ? (parent.tBodies[0] ?? parent.createTBody()) : parent.createTHead();
        return { node: section.insertRow() };
      }
      case md.TABLE_CELL:
        return this.#append(h(parent.parentElement?.tagName === "THEAD" ? "th" : "td", { dir: "auto" }));
      case md.CHECKBOX:
        return this.#append(h("span", { class: "checkbox" }, "☐ "));
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

  #append(node) {
    const parent = this.#top.node;
    // Its first letters say which way a block runs; inside a list or a quotation they speak for all of it.
    if (/^(P|H\d|UL|OL|BLOCKQUOTE)$/.test(node.tagName) && !parent.closest("li, blockquote")) node.dir = "auto";
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
