import { formatted } from "./counter.js";
import { clamp, ease, progress } from "./easing.js";
import { ellipse, linearGradient, node, rect, refer, round } from "./node.js";
import { pen } from "./shape.js";
import { fitted } from "./text.js";

const STEPS = 14;

export function line(stage, { values, labels, peak, size, foot, decimals, start, colour, ink, quiet }, box, { t, id }) {
  const { unit } = stage;
  const figure = size * 1.5;
  const [left, width] = [box.x + size, box.w - size * 2];
  const [top, floor] = [box.y + figure * 2, box.y + box.h - size * foot];
  const step = width / (values.length - 1);
  const points = values.map((value, i) => [left + step * i, floor - (peak ? value / peak : 0) * (floor - top)]);
  const p = ease("inOut", progress(t, start, 1.5));
  const drawn = softened(points).filter(([x]) => x <= left + width * p + 0.01);
  const [x, y] = drawn.at(-1);
  const d = `M${drawn.map((point) => point.map(round).join(" ")).join("L")}`;
  const label = { y: floor + size * 1.5, size, weight: 500, fill: quiet, anchor: "middle" };
  const newest = { x: box.x + box.w, y: points.at(-1)[1] - figure * 0.8, size: figure, weight: 750, fill: ink, anchor: "end", opacity: clamp(p * 8 - 7) };
  return [
    ...[0, 1, 2, 3].map((i) =>
      rect(`guide${i}`, { ...box, y: top + ((floor - top) * i) / 3, h: unit }, { fill: ink, "fill-opacity": i < 3 ? 0.1 : 0.24 }),
    ),
    linearGradient(`${id}-area`, { x1: 0, y1: top, x2: 0, y2: floor }, [[0, colour, 0.42], [1, colour, 0]]),
    node("path", "area", { d: `${d}V${round(floor)}H${round(left)}Z`, fill: refer(`${id}-area`) }),
    node("path", "line", { d, ...pen(colour, 5 * unit) }),
    ellipse("halo", x, y, 15 * unit, 15 * unit, { fill: colour, "fill-opacity": 0.25 }),
    ellipse("head", x, y, 7 * unit, 7 * unit, { fill: ink }),
    fitted(stage, "figure", formatted(values.at(-1), decimals), box.w * 0.3, newest),
    ...labels.map((text, i) => fitted(stage, `label${i}`, text, Math.max(step * 0.94, size * 2), { ...label, x: points[i][0] })),
  ];
}

/** It never swings beyond the points (monotone, after Fritsch and Carlson). */
function softened(points) {
  const slopes = points.slice(1).map(([x, y], i) => (y - points[i][1]) / (x - points[i][0]));
  const tangents = points.map((_, i) => {
    const [before, after] = [slopes[i - 1] ?? slopes[i], slopes[i] ?? slopes[i - 1]];
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  const curves = slopes.flatMap((_, i) => {
    const [[x, y], [nextX, nextY]] = [points[i], points[i + 1]];
    const wide = nextX - x;
    return Array.from({ length: STEPS }, (_, part) => {
      const s = part / STEPS;
      const [s2, s3] = [s * s, s ** 3];
      const bends = (s3 - 2 * s2 + s) * tangents[i] + (s3 - s2) * tangents[i + 1];
      return [x + wide * s, y + (3 * s2 - 2 * s3) * (nextY - y) + wide * bends];
    });
  });
  return [...curves, points.at(-1)];
}
