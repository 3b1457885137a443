// A stroke with a gradient fades out, and a canvas draws it too.
import { memoize } from "./memoize.js";
import { group, linearGradient, node, radialGradient, refer, round, transform } from "./node.js";

const outline = memoize((isGrid, width, height, step) => {
  const [xs, ys] = [width, height].map((end) => Array.from({ length: Math.ceil(end / step) + 2 }, (_, i) => round((i - 1) * step)));
  if (!isGrid) return xs.flatMap((x) => ys.map((y) => `M${x} ${y}h.01`)).join(""); // Firefox's canvas draws no line of length 0
  return [...xs.map((x) => `M${x} ${-step}V${height}`), ...ys.map((y) => `M${-step} ${y}H${width}`)].join("");
});

export function pattern({ width, height, unit, colour }, type, moment, id) {
  const isGrid = type === "grid";
  const step = (isGrid ? 56 : 30) * unit;
  const drift = moment * step * 0.6;
  const ink = colour("ink");
  const fade = isGrid
    ? radialGradient(`${id}-pattern`, { cx: width / 2, cy: height * 0.45, r: Math.hypot(width, height) * 0.52 }, [[0, ink, 0.2], [0.5, ink, 0.1], [1, ink, 0]])
    : linearGradient(`${id}-pattern`, { x1: width * 0.3, y1: 0, x2: width, y2: height }, [[0, ink, 0], [1, ink, 0.4]]);
  const d = outline(isGrid, width, height, step);
  const stroke = { stroke: refer(`${id}-pattern`), "stroke-width": round((isGrid ? 1 : 2.6) * unit), "stroke-linecap": "round" };
  return group("pattern", { transform: transform({ x: drift, y: drift }) }, [fade, node("path", type, { d, fill: "none", ...stroke })]);
}
