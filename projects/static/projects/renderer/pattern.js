// A grid or dots, fading out: a stroke with a gradient does what a mask would, and a canvas draws it too.
import { remembering } from "./memory.js";
import { group, linearGradient, node, radialGradient, refer, round } from "./node.js";

const lengths = (end, step) => Array.from({ length: Math.ceil(end / step) + 3 }, (_, i) => round((i - 1) * step));

const outlines = {
  grid: remembering((width, height, step) => {
    const upright = lengths(width, step).map((x) => `M${x} ${-step}V${height + step}`);
    return upright.concat(lengths(height, step).map((y) => `M${-step} ${y}H${width + step}`)).join("");
  }),
  dots: remembering((width, height, step) =>
    lengths(width, step).flatMap((x) => lengths(height, step).map((y) => `M${x} ${y}h0`)).join(""),
  ),
};

export function pattern({ width, height, unit, colour }, type, moment, id) {
  const isGrid = type === "grid";
  const step = (isGrid ? 56 : 30) * unit;
  const [x, y] = isGrid ? [moment * step * 0.6, moment * step * 0.6] : [-moment * step * 0.8, 0];
  const ink = colour("ink");
  const fade = isGrid
    ? radialGradient(`${id}-pattern`, { cx: width / 2 - x, cy: height * 0.45 - y, r: Math.hypot(width, height) * 0.52 }, [[0, ink, 0.2], [0.5, ink, 0.1], [1, ink, 0]])
    : linearGradient(`${id}-pattern`, { x1: width * 0.3, y1: 0, x2: width, y2: height }, [[0, ink, 0], [1, ink, 0.4]]);
  const d = (isGrid ? outlines.grid : outlines.dots)(width, height, step);
  const stroke = { stroke: refer(`${id}-pattern`), "stroke-width": round((isGrid ? 1 : 2.6) * unit), "stroke-linecap": "round" };
  return group("pattern", { transform: `translate(${round(x)} ${round(y)})` }, [fade, node("path", type, { d, fill: "none", ...stroke })]);
}
