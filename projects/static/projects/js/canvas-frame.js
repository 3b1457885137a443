// The frame around a layer on the monitor: it is dragged to move the layer, its handles to size it.

const SVG = "http://www.w3.org/2000/svg";
const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
const LEAST = 2; // % of the canvas
const NEAR = 0.8; // % of the canvas: so near the middle it snaps to it

const make = (tag, attributes) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const set = (element, attributes) => Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
const tenth = (value) => Math.round(value * 10) / 10;

export class CanvasFrame {
  element = make("g", { class: "canvas-frame" });
  edge = make("rect", { class: "canvas-edge" });
  #outline = make("rect", { class: "canvas-outline" });
  #handles = HANDLES.map((name) => make("rect", { class: "canvas-handle", "data-side": name }));

  constructor() {
    this.element.append(this.#outline, this.edge, ...this.#handles);
  }

  /** `box`: in pixels of the canvas; `unit`: how many of them are a pixel of the screen. */
  place({ x, y, w, h }, unit) {
    for (const rect of [this.edge, this.#outline]) set(rect, { x, y, width: w, height: h });
    const side = (matchMedia("(pointer: coarse)").matches ? 22 : 10) * unit;
    for (const handle of this.#handles) {
      const name = handle.dataset.side;
      const cx = x + (name.includes("w") ? 0 : name.includes("e") ? w : w / 2);
      const cy = y + (name.includes("n") ? 0 : name.includes("s") ? h : h / 2);
      set(handle, { x: cx - side / 2, y: cy - side / 2, width: side, height: side, rx: side / 4 });
    }
  }
}

/** The box after a drag by (dx, dy) in %, of the whole (`side` "") or of one of its sides and corners. */
export function draggedBox(box, side, dx, dy) {
  if (!side) return { x: tenth(snapped(box.x + dx, box.w)), y: tenth(snapped(box.y + dy, box.h)), w: box.w, h: box.h };
  const [left, top] = [side.includes("w"), side.includes("n")];
  const w = Math.max(LEAST, box.w + (left ? -dx : side.includes("e") ? dx : 0));
  const h = Math.max(LEAST, box.h + (top ? -dy : side.includes("s") ? dy : 0));
  return { x: tenth(left ? box.x + box.w - w : box.x), y: tenth(top ? box.y + box.h - h : box.y), w: tenth(w), h: tenth(h) };
}

/** In the middle of the canvas, if it is nearly there. */
const snapped = (start, length) => (Math.abs(start + length / 2 - 50) < NEAR ? 50 - length / 2 : start);
