// A grid or dots over a background, faded out to one side. A stroke with a gradient does what a mask would, and is drawn
// alike on a page and on a canvas.
import { group, linearGradient, node, radialGradient, refer, round } from "./node.js";

const outlines = new Map(); // the path of a pattern is the same in every frame

export function pattern(stage, type, moment, id) {
  return type === "grid" ? grid(stage, moment, id) : dots(stage, moment, id);
}

function grid(stage, moment, id) {
  const { width, height, unit } = stage;
  const step = 56 * unit;
  const shift = moment * step * 0.6;
  const geometry = { cx: width / 2 - shift, cy: height * 0.45 - shift, r: Math.hypot(width, height) * 0.52 };
  const stops = [[0, stage.colour("ink"), 0.2], [0.5, stage.colour("ink"), 0.1], [1, stage.colour("ink"), 0]];
  const stroke = { stroke: refer(`${id}-pattern`), "stroke-width": round(Math.max(1, unit)), fill: "none" };
  return [moved(shift, shift, [radialGradient(`${id}-pattern`, geometry, stops), node("path", "lines", { d: lines(stage, step), ...stroke })])];
}

function dots(stage, moment, id) {
  const { width, height, unit } = stage;
  const step = 30 * unit;
  const geometry = { x1: width * 0.3, y1: 0, x2: width, y2: height };
  const stops = [[0, stage.colour("ink"), 0], [1, stage.colour("ink"), 0.4]];
  const stroke = { stroke: refer(`${id}-pattern`), "stroke-width": round(2.6 * unit), "stroke-linecap": "round", fill: "none" };
  const shift = -moment * step * 0.8;
  return [moved(shift, 0, [linearGradient(`${id}-pattern`, geometry, stops), node("path", "dots", { d: points(stage, step), ...stroke })])];
}

const moved = (x, y, children) => group("pattern", { transform: `translate(${round(x)} ${round(y)})` }, children);

function remembered(name, { width, height }, step, make) {
  const key = [name, width, height].join(" ");
  if (!outlines.has(key)) outlines.set(key, make(width, height, step));
  return outlines.get(key);
}

const upTo = (end, step) => Array.from({ length: Math.ceil(end / step) + 2 }, (_, i) => round((i - 1) * step));

function lines(stage, step) {
  return remembered("grid", stage, step, (width, height) => {
    const [right, bottom] = [round(width + 2 * step), round(height + 2 * step)];
    const upright = upTo(width + step, step).map((x) => `M${x} ${-step}V${bottom}`);
    return upright.concat(upTo(height + step, step).map((y) => `M${-step} ${y}H${right}`)).join("");
  });
}

function points(stage, step) {
  return remembered("dots", stage, step, (width, height) =>
    upTo(width + step, step)
      .flatMap((x) => upTo(height, step).map((y) => `M${x} ${y}h0`))
      .join(""),
  );
}
