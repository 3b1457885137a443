// A text that is typed into where it stands in the picture. The renderer draws it after each key; a text box that nobody sees
// hears the keyboard, and the caret and the selection are drawn where the renderer has put the letters.

const SVG = "http://www.w3.org/2000/svg";
const BLANK = 0.25; // of the size: how far a blank at the end of a line, which is not drawn, moves the caret

const drawn = (tag, name) => {
  const element = document.createElementNS(SVG, tag);
  element.setAttribute("class", name);
  return element;
};

export class CanvasText {
  element = drawn("g", "canvas-typing");
  input;
  #lines = []; // {element, x, y, size, offsets: where in the text each letter stands, start, end}
  #caret = drawn("line", "canvas-caret");
  #marks = drawn("g", "canvas-selected");

  /** `on`: {typed(text), keep(), leave()} */
  constructor(label, text, on) {
    this.input = document.createElement("textarea");
    this.input.className = "canvas-input";
    this.input.maxLength = 280;
    this.input.value = text;
    this.input.setAttribute("aria-label", label);
    this.element.append(this.#marks, this.#caret);
    this.input.addEventListener("input", () => on.typed(this.input.value));
    this.input.addEventListener("keydown", (event) => this.#onKeydown(event, on));
    for (const type of ["select", "keyup", "focus"]) this.input.addEventListener(type, () => this.#draw());
  }

  /** Takes the places of the letters from `group`, the layer as the renderer has drawn it. */
  follow(group) {
    this.#lines = linesOf([...group.querySelectorAll("text")], this.input.value);
    this.#draw();
  }

  /** The caret goes to a point in the space of the layer; `from`: the selection begins where it was set before. */
  pointAt(x, y, isSelecting = false) {
    const offset = this.#offsetAt(x, y);
    const { selectionStart, selectionEnd, selectionDirection } = this.input;
    const anchor = !isSelecting ? offset : selectionDirection === "backward" ? selectionEnd : selectionStart;
    this.input.setSelectionRange(Math.min(anchor, offset), Math.max(anchor, offset), offset < anchor ? "backward" : "forward");
    this.#draw();
  }

  selectWord() {
    const { value, selectionStart } = this.input;
    const before = value.slice(0, selectionStart).match(/[\p{L}\p{M}\p{N}’']*$/u)[0].length;
    const after = value.slice(selectionStart).match(/^[\p{L}\p{M}\p{N}’']*/u)[0].length;
    this.input.setSelectionRange(selectionStart - before, selectionStart + after);
    this.#draw();
  }

  get #head() {
    const { selectionStart, selectionEnd, selectionDirection } = this.input;
    return selectionDirection === "backward" ? selectionStart : selectionEnd;
  }

  #draw() {
    const { selectionStart: from, selectionEnd: to } = this.input;
    const line = this.#lineOf(this.#head);
    if (!line) return;
    const x = xOf(line, this.#head);
    for (const [name, value] of Object.entries({ x1: x, x2: x, y1: line.y - 0.92 * line.size, y2: line.y + 0.22 * line.size })) {
      this.#caret.setAttribute(name, value);
    }
    const rects = from === to ? [] : this.#lines.map((each) => markOf(each, from, to));
    this.#marks.replaceChildren(...rects.filter(Boolean));
  }

  #lineOf(offset) {
    return this.#lines.findLast(({ start }) => start <= offset) ?? this.#lines[0];
  }

  #offsetAt(x, y) {
    const distance = (line) => Math.abs(y - (line.y - 0.35 * line.size));
    const line = this.#lines.reduce((best, each) => (distance(each) < distance(best) ? each : best));
    const places = [...line.offsets, line.end];
    return places.reduce((best, each) => (Math.abs(xOf(line, each) - x) < Math.abs(xOf(line, best) - x) ? each : best), line.start);
  }

  #onKeydown(event, on) {
    event.stopPropagation(); // neither the player nor the page
    if (event.isComposing) return;
    if (event.key === "Escape") return event.preventDefault(), on.leave();
    if (event.key === "Enter" && !event.shiftKey) return event.preventDefault(), on.keep();
    const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const line = this.#lineOf(this.#head);
    if (!line || (!way && event.key !== "Home" && event.key !== "End")) return;
    event.preventDefault();
    const next = way ? this.#lines[this.#lines.indexOf(line) + way] : line;
    const x = { Home: xOf(line, line.start), End: xOf(line, line.end) }[event.key] ?? xOf(line, this.#head);
    if (next) this.pointAt(x, next.y - 0.35 * next.size, event.shiftKey);
  }
}

/** Where each letter that is drawn stands in `text`: line ends and blanks between lines are not drawn, capitals may be. */
function linesOf(elements, text) {
  let at = 0;
  return elements.map((element) => {
    const letters = element.textContent;
    if (!letters && at < text.length) at += 1; // an empty line
    while (letters.trim() && at < text.length && /\s/.test(text[at])) at += 1;
    const offsets = [];
    for (let i = 0; i < letters.length && at < text.length; i += 1) {
      offsets.push(at);
      const capitals = text[at].toUpperCase().length;
      if (capitals > 1 && letters.slice(i, i + capitals) === text[at].toUpperCase()) offsets.push(...Array(capitals - 1).fill(at)), (i += capitals - 1);
      while (/\s/.test(letters[i]) && /\s/.test(text[at + 1] ?? "")) at += 1; // several blanks are drawn as one
      at += 1;
    }
    const number = (name) => Number(element.getAttribute(name));
    const start = offsets[0] ?? at;
    return { element, x: number("x"), y: number("y"), size: number("font-size"), offsets, start, end: offsets.length ? at : start };
  });
}

function xOf({ element, x, size, offsets, end }, offset) {
  if (!offsets.length || element.getNumberOfChars() === 0) return x; // nothing is drawn there, or not any more
  const index = offsets.findIndex((each) => each >= offset);
  if (index >= 0) return element.getStartPositionOfChar(index).x;
  return element.getEndPositionOfChar(offsets.length - 1).x + (offset - end) * BLANK * size;
}

function markOf(line, from, to) {
  const [first, last] = [Math.max(from, line.start), Math.min(to, line.end)];
  if (first >= last) return null;
  const [a, b] = [xOf(line, first), xOf(line, last)];
  const rect = drawn("rect", "");
  const sides = { x: Math.min(a, b), y: line.y - 0.92 * line.size, width: Math.abs(b - a), height: 1.14 * line.size };
  for (const [name, value] of Object.entries(sides)) rect.setAttribute(name, value);
  return rect;
}
