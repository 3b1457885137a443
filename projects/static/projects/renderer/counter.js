// A number that counts. Its figures stand in cells of one width, so that it does not tremble while it counts.
import { lerp, ease, progress } from "./easing.js";
import { digitWidth, advance, widthOf } from "./metrics.js";
import { group } from "./node.js";
import { decimalsOf, formatted } from "./number-format.js";
import { inkOn, piece } from "./text.js";

const VOICE = { weight: 800, tracking: -0.03 };
const COUNTS = 1.4; // seconds
const LINE = 1.22; // of the size

export function counter(stage, layer, box, { t, duration, papers }) {
  const { weight, tracking } = { ...VOICE, weight: layer.weight ?? VOICE.weight };
  const decimals = Math.max(decimalsOf(layer.from ?? 0), decimalsOf(layer.to));
  const said = (value) => (layer.format ?? "{}").replace(/\{[^}]*\}/, formatted(value, decimals));
  const start = layer.enter?.at ?? 0;
  const p = ease("expo", progress(t, start + 0.1, Math.min(COUNTS, Math.max(0.2, duration - start - 0.4))));
  const widest = Math.max(...[layer.from ?? 0, layer.to].map((value) => cellsOf(said(value), weight, tracking).width));
  const size = Math.min((layer.size ?? 120) * stage.unit, (box.w / widest) * 0.985, box.h / LINE);
  const now = cellsOf(said(lerp(layer.from ?? 0, layer.to, p)), weight, tracking);
  const part = { left: 0, center: 0.5, right: 1 }[layer.align] ?? 0;
  const left = box.x + (box.w - now.width * size) * part;
  const y = box.y + box.h / 2 + 0.36 * size;
  const fill = inkOn(stage, layer.color ?? "ink", size, papers);
  const look = { y, size, weight, fill, anchor: "middle", family: stage.family("heading") };
  return [group("count", {}, now.cells.map(({ text, middle }, i) => piece(i, text, { ...look, x: left + middle * size })))];
}

/** Figures apart, and what is between them as it is written. In em. */
function cellsOf(said, weight, tracking) {
  const cells = [];
  let width = 0;
  for (const [text] of said.matchAll(/\d|[^\d]+/g)) {
    const isFigure = text.length === 1 && advance(text, weight) && /\d/.test(text);
    const own = isFigure ? digitWidth(weight) + tracking : widthOf(text, weight, tracking);
    cells.push({ text, middle: width + own / 2 });
    width += own;
  }
  return { cells, width };
}
