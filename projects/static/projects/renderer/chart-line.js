// A line that is drawn from left to right over its quiet guides, with a dot at its head and the figure where it arrives.
import { clamp, ease, progress } from "./easing.js";
import { fittedPiece, quietInk } from "./chart-words.js";
import { group, linearGradient, node, refer, round } from "./node.js";
import { formatted } from "./number-format.js";
import { drawn, write } from "./outline.js";

const DRAWS = 1.5; // seconds
const GUIDES = 4;

export function line(stage, data, box, { t, papers, id }) {
  const { values, labels, peak, size } = data;
  const figure = size * 1.5;
  const area = { x: box.x + size, w: box.w - size * 2, y: box.y + figure * 2, floor: box.y + box.h - size * 2.1 };
  const high = area.floor - area.y;
  const stepX = values.length > 1 ? area.w / (values.length - 1) : 0;
  const points = values.map((value, i) => [area.x + stepX * i, area.floor - (peak ? value / peak : 0) * high]);
  const p = ease("inOut", progress(t, data.start, DRAWS));
  const smooth = softened(points);
  const until = smooth.filter(([x]) => x <= area.x + area.w * p);
  const fill = stage.legible("ink", papers);
  const last = points.at(-1);
  const [headX, headY] = until.at(-1) ?? smooth[0];
  const arrived = clamp(p * 8 - 7);
  const label = { y: area.floor + size * 1.5, size, weight: 500, fill: quietInk(stage, papers), anchor: "middle" };
  const room = Math.max(stepX * 0.94, size * 2);
  return [
    ...guides(stage, box, area),
    linearGradient(`${id}-area`, { x1: 0, y1: area.y, x2: 0, y2: area.floor }, [[0, data.colour, 0.42], [1, data.colour, 0]]),
    node("path", "area", { d: until.length > 1 ? `${write(until)}L${round(headX)} ${round(area.floor)}L${round(area.x)} ${round(area.floor)}Z` : "", fill: refer(`${id}-area`) }),
    node("path", "line", { d: drawn([until], 1), fill: "none", stroke: data.colour, "stroke-width": round(5 * stage.unit), "stroke-linecap": "round", "stroke-linejoin": "round" }),
    node("ellipse", "halo", { cx: round(headX), cy: round(headY), rx: round(15 * stage.unit), ry: round(15 * stage.unit), fill: data.colour, "fill-opacity": 0.25 }),
    node("ellipse", "head", { cx: round(headX), cy: round(headY), rx: round(7 * stage.unit), ry: round(7 * stage.unit), fill }),
    group("figure", { opacity: round(arrived) }, [
      fittedPiece("figure", formatted(values.at(-1), data.decimals), box.w * 0.3, { x: box.x + box.w, y: last[1] - figure * 0.8, size: figure, weight: 750, fill, anchor: "end" }),
    ]),
    ...labels.map((said, i) => fittedPiece(`label${i}`, said, room, { ...label, x: points[i][0] })),
  ];
}

function guides(stage, box, area) {
  return Array.from({ length: GUIDES }, (_, i) => {
    const y = area.y + ((area.floor - area.y) * i) / (GUIDES - 1);
    return node("rect", `guide${i}`, { x: round(box.x), y: round(y), width: round(box.w), height: round(stage.unit), fill: stage.colour("ink"), "fill-opacity": i === GUIDES - 1 ? 0.24 : 0.1 });
  });
}

const STEPS = 14;

/** A curve through all points that never swings beyond them (monotone, after Fritsch and Carlson). */
function softened(points) {
  const slopes = points.slice(1).map(([x, y], i) => (y - points[i][1]) / (x - points[i][0] || 1));
  const tangents = points.map((_, i) => {
    const [before, after] = [slopes[i - 1] ?? slopes[i] ?? 0, slopes[i] ?? slopes[i - 1] ?? 0];
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  return points.flatMap(([x, y], i) => {
    if (i === points.length - 1) return [[x, y]];
    const [nextX, nextY] = points[i + 1];
    const wide = nextX - x;
    return Array.from({ length: STEPS }, (_, step) => {
      const s = step / STEPS;
      const [s2, s3] = [s * s, s ** 3];
      const curve = (2 * s3 - 3 * s2 + 1) * y + (s3 - 2 * s2 + s) * wide * tangents[i] + (3 * s2 - 2 * s3) * nextY + (s3 - s2) * wide * tangents[i + 1];
      return [x + wide * s, curve];
    });
  });
}
