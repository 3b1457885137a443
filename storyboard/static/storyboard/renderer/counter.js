// Figures stand in cells, so that a number that counts does not tremble.
import { lookup } from "./lookup.js";
import { ease, lerp, progress } from "./easing.js";
import { digitWidth, advance, widthOf } from "./metrics.js";
import { group } from "./node.js";
import { SIDES, piece } from "./text.js";

const TRACKING = -0.035;
const EVEN = 0.35; // how alike the cells are: "1" stays a little narrow
const COUNTS = 1.4; // seconds
const LINE = 1.22;

export function counter(stage, layer, box, { t, duration, papers }) {
  const { weight } = layer;
  const decimals = Math.max(decimalsOf(layer.from), decimalsOf(layer.to));
  const textOf = (value) => layer.format.replace("{}", () => formatted(value, decimals));
  const start = layer.enter?.at ?? 0;
  const p = ease("expo", progress(t, start + 0.1, Math.min(COUNTS, Math.max(0.2, duration - start - 0.4))));
  const widest = Math.max(...[layer.from, layer.to].map((value) => cellsOf(textOf(value), weight).width));
  const size = Math.min(layer.size * stage.unit, (box.w / widest) * 0.985, box.h / LINE);
  const now = cellsOf(textOf(lerp(layer.from, layer.to, p)), weight);
  const [part] = lookup(SIDES, layer.align, "left");
  const left = box.x + (box.w - now.width * size) * part;
  const y = box.y + box.h / 2 + 0.36 * size;
  const fill = stage.ink(layer.color, papers);
  const look = { y, size, weight, fill, tracking: TRACKING, anchor: "middle" };
  return [group("count", {}, now.cells.map(({ text, middle }, i) => piece(i, text, { ...look, x: left + middle * size })))];
}

export function formatted(value, decimals) {
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
  const sign = Number(value.toFixed(decimals)) < 0 ? "−" : "";
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
}

export const decimalsOf = (value) => Math.min(2, (String(value).split(".")[1] ?? "").length);

function cellsOf(words, weight) {
  const cells = [];
  let width = 0;
  for (const [text] of words.matchAll(/\d|\s+|[^\d\s]+/g)) {
    const isFigure = /\d/.test(text);
    const own = isFigure ? lerp(advance(text, weight), digitWidth(weight), EVEN) + TRACKING : widthOf(text, weight, TRACKING);
    if (text.trim()) cells.push({ text, middle: width + own / 2 });
    width += own;
  }
  return { cells, width };
}
