// The block structure of Markdown, line by line: which open quotations and list items a line goes on in, and which ones it
// begins. There are no elements here. Of a line that still grows only the beginning is known: what cannot be told yet is null.

const MARKER = /^(?:[-*+]|\d{1,9}[.)])(?=[ \t\n])/;
const RULE = /^([-*_])(?:[ \t]*\1){2,}[ \t]*\n/;
const ENDS_PARAGRAPH = /^(?:`{3}|#{1,6}[ \t\n]|\|)/;
const BEGINNINGS = [/^$/, /^([-*_])(?:[ \t]|\1)*$/, /^\+$/, /^\d{1,9}[.)]?$/, /^`{1,2}$/, /^#{1,6}$/, /^\[[ xX]?\]?$/]; // of what it may be

const afterTab = (column) => column + 4 - (column % 4);
const ahead = ({ rest }) => rest.replace(/^[ \t]+/, "");
const isBlank = (place) => ahead(place)[0] === "\n";

/** How many columns of white space come next. */
function indentOf({ rest, column }) {
  let end = column;
  for (let i = 0; rest[i] === " " || rest[i] === "\t"; i++) end = rest[i] === "\t" ? afterTab(end) : end + 1;
  return end - column;
}

/** The place at most `columns` of white space further on; half a tab is left as spaces. */
function skip({ rest, column }, columns) {
  const end = column + columns;
  let at = 0;
  for (; column < end && (rest[at] === " " || rest[at] === "\t"); at++) column = rest[at] === "\t" ? afterTab(column) : column + 1;
  return { rest: " ".repeat(Math.max(0, column - end)) + rest.slice(at), column: Math.min(column, end) };
}

/** The place after white space and a mark of `length` characters. */
function pass(place, length) {
  const { rest, column } = skip(place, indentOf(place));
  return { rest: rest.slice(length), column: column + length };
}

/** The place in the line after what says that it goes on in `block`, or undefined if it does not. */
function goOn(block, place) {
  if (block.kind === "list") return place; // its items tell
  if (block.kind === "quote") return ahead(place)[0] === ">" ? skip(pass(place, 1), 1) : undefined;
  if (isBlank(place)) return skip(place, block.width);
  // Two columns are enough, though the text of "10. x" begins at the fifth: many models write so.
  return indentOf(place) >= Math.min(block.width, block.indent + 2) ? skip(place, block.width) : undefined;
}

/** {block, place after its mark} for a quotation or list item that begins here, or undefined. */
function begin(place, isParagraph) {
  const text = ahead(place);
  if (text[0] === ">") return { block: { kind: "quote" }, place: skip(pass(place, 1), 1) };
  const [mark] = (!RULE.test(text) && MARKER.exec(text)) || [];
  if (!mark) return undefined;
  const number = /\d/.test(mark) ? Number.parseInt(mark, 10) : null;
  const after = pass(place, mark.length);
  // "1986. A good year" in the middle of a paragraph begins no list; nor does a lone dash.
  if (isParagraph && (isBlank(after) || (number ?? 1) !== 1)) return undefined;
  const gap = isBlank(after) || indentOf(after) > 4 ? 1 : indentOf(after);
  const indent = indentOf(place);
  const block = { kind: "item", number, indent, width: indent + mark.length + gap, isChecked: null };
  return { block, place: skip(after, gap) };
}

/**
 * How the line that begins with `text` goes on, or null while that cannot be told.
 * @param open the open blocks, from the outside in: {kind: "quote" | "list" | "item", indent, width}
 * @param leaf of the innermost: {isVerbatim, isIndentedCode, isParagraph}, what the line before was
 * @returns `{depth, begun, rest}`: it goes on in that many of the open blocks, begins those blocks, and holds that text
 */
export function readLine(text, open, leaf) {
  let place = { rest: text, column: 0 };
  let depth = 0;
  for (; depth < open.length; depth++) {
    if (ahead(place) === "") return null;
    const next = goOn(open[depth], place);
    if (!next) break;
    place = next;
  }
  if (ahead(place) === "") return null;
  const isWithin = depth === open.length;
  if (isWithin && (leaf.isVerbatim || (leaf.isIndentedCode && indentOf(place) >= 4))) return { depth, begun: [], rest: place.rest };
  const begun = [];
  while (!isBlank(place)) {
    if (BEGINNINGS.some((beginning) => beginning.test(ahead(place)))) return null;
    const found = begin(place, isWithin && leaf.isParagraph && begun.length === 0);
    if (!found) break;
    begun.push(found.block);
    place = found.place;
  }
  const [box] = (begun.at(-1)?.kind === "item" && /^\[[ xX]\][ \t]/.exec(place.rest)) || [];
  if (box) begun.at(-1).isChecked = box[1] !== " ";
  const rest = box ? place.rest.slice(box.length) : place.rest;
  const isLazy = !isWithin && begun.length === 0 && leaf.isParagraph && !isBlank(place) && !endsParagraph(ahead(place));
  return { depth: isLazy ? open.length : depth, begun, rest };
}

const endsParagraph = (text) => ENDS_PARAGRAPH.test(text) || RULE.test(text);
