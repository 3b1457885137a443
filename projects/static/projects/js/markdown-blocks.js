// Quotations, lists and their items, as elements around the leaves that hold the text. It only appends.
import { h } from "./dom.js";
import { MarkdownLeaf } from "./markdown-leaf.js";
import { readLine } from "./markdown-lines.js";

const DEEPEST = 20;
const TAGS = { quote: "blockquote", item: "li" };
const NO_LEAF = { isVerbatim: false, isIndentedCode: false, isParagraph: false };
const NO_MARK = /^([ \t]*)(?:([-*+])(?=[ \t]*\n)|(\d{1,9})\.(?=[ \t\n]))/;

export class MarkdownBlocks {
  #root;
  #open = []; // from the outside in: {kind, node, …} as readLine takes them
  #leaf = null; // of the innermost
  #beginning = ""; // of a line of which it cannot be told yet where it goes on
  #isWithinLine = false;
  #fenceIndent = 0; // columns that are no part of the code

  constructor(root) {
    this.#root = root;
  }

  write(text) {
    for (const piece of text.replaceAll("\r", "").match(/[^\n]*\n|[^\n]+/g) ?? []) this.#writePiece(piece);
  }

  /** Draw what is clear already, though more may follow. */
  flush() {
    this.#leaf?.flush();
  }

  end() {
    if (this.#isWithinLine) this.#leaf.write("", true);
    else if (this.#beginning) this.#beginLine(`${this.#beginning}\n`);
    this.#endLeaf();
    this.#open = [];
  }

  #writePiece(piece) {
    if (this.#isWithinLine) this.#writeLeaf(piece);
    else this.#beginLine(this.#beginning + piece);
  }

  #beginLine(text) {
    const line = readLine(text, this.#open, this.#leaf ?? NO_LEAF);
    this.#beginning = line ? "" : text;
    if (!line) return;
    const { depth, begun, rest } = line;
    this.#closeTo(this.#depthOfList(depth, begun[0]));
    for (const block of begun) this.#begin(block);
    this.#writeText(rest);
  }

  /** A list stays open for the next item of its kind. */
  #depthOfList(depth, next) {
    const list = this.#open[depth - 1];
    if (list?.kind !== "list" || depth === this.#open.length) return depth;
    return next?.kind === "item" && (next.number === null) === (list.number === null) ? depth : depth - 1;
  }

  #closeTo(depth) {
    if (depth < this.#open.length) this.#endLeaf();
    this.#open.length = depth;
  }

  #begin(block) {
    this.#endLeaf();
    if (block.kind === "item" && this.#open.at(-1)?.kind !== "list") this.#beginList(block);
    const node = this.#append(h(TAGS[block.kind]));
    if (block.isChecked !== null && block.kind === "item") node.append(h("span", { class: "checkbox" }, block.isChecked ? "☑ " : "☐ "));
    this.#push({ ...block, node });
  }

  #beginList({ number }) {
    const start = number === null || number === 1 ? null : number;
    this.#push({ kind: "list", number, node: this.#append(h(number === null ? "ul" : "ol", { start })) });
  }

  #push(block) {
    if (this.#open.length > DEEPEST) throw new RangeError("nested too deep");
    this.#open.push(block);
  }

  /** Its first letters say which way an outermost block runs; what is inside follows it. */
  #append(node) {
    if (this.#open.length === 0) node.dir = "auto";
    this.#node.append(node);
    return node;
  }

  get #node() {
    return this.#open.at(-1)?.node ?? this.#root;
  }

  #writeText(text) {
    if (this.#leaf?.isTable && !/^[ \t]*[|\n]/.test(text)) this.#endLeaf(); // the parser would go on in the table
    if (!this.#leaf && text === "\n") return;
    this.#leaf ??= new MarkdownLeaf(this.#node);
    if (this.#leaf.isFence) this.#writeLeaf(this.#withoutIndent(text));
    else if (this.#leaf.isVerbatim || this.#leaf.isIndentedCode) this.#writeLeaf(text);
    else this.#writeLeaf(this.#beginText(text));
  }

  #writeLeaf(text) {
    this.#isWithinLine = !text.endsWith("\n");
    this.#leaf.write(text, !this.#isWithinLine);
  }

  #beginText(text) {
    const [indent, fence] = /^([ \t]*)(`{3})?/.exec(text).slice(1);
    // What looks like the mark of an item and is none, such as a year, is none to the parser either.
    if (!fence) return text.replace(NO_MARK, (_, space, dash, number) => space + (dash ? `\\${dash}` : `${number}\\.`));
    this.#fenceIndent = indent.length;
    return text.slice(indent.length);
  }

  #withoutIndent(text) {
    let at = 0;
    while (at < this.#fenceIndent && text[at] === " ") at++;
    return text.slice(at);
  }

  #endLeaf() {
    this.#leaf?.end();
    this.#leaf = null;
  }
}
