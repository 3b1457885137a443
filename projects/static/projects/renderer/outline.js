// An outline as the `d` of a path: all of it, or as much as a pen has drawn so far.
import { lerp, clamp } from "./easing.js";
import { round } from "./node.js";

const distance = ([x1, y1], [x2, y2]) => Math.hypot(x2 - x1, y2 - y1);
const lengthOf = (stroke) => stroke.slice(1).reduce((sum, point, i) => sum + distance(stroke[i], point), 0);

export const write = (stroke) => stroke.map(([x, y], i) => `${i ? "L" : "M"}${round(x)} ${round(y)}`).join("");

export function drawn(strokes, part) {
  if (part >= 1) return strokes.map(write).join("");
  let left = clamp(part) * strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0);
  const parts = [];
  for (const stroke of strokes) {
    if (left <= 0) break;
    parts.push(write(upTo(stroke, left)));
    left -= lengthOf(stroke);
  }
  return parts.join("");
}

function upTo(stroke, length) {
  const kept = [stroke[0]];
  for (let i = 1; i < stroke.length; i++) {
    const step = distance(stroke[i - 1], stroke[i]);
    if (step >= length) {
      const p = step ? length / step : 0;
      kept.push([lerp(stroke[i - 1][0], stroke[i][0], p), lerp(stroke[i - 1][1], stroke[i][1], p)]);
      return kept;
    }
    length -= step;
    kept.push(stroke[i]);
  }
  return kept;
}

const CORNER = 10;

function bend(cx, cy, rx, ry, from, to, steps) {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = lerp(from, to, i / steps);
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });
}

export const ellipseStroke = ({ x, y, w, h }) =>
  bend(x + w / 2, y + h / 2, w / 2, h / 2, -Math.PI / 2, 1.5 * Math.PI, 72);

export function rectStroke({ x, y, w, h }, radius) {
  const r = Math.min(radius, w / 2, h / 2);
  const quarter = Math.PI / 2;
  const corners = [[x + w - r, y + r, -1], [x + w - r, y + h - r, 0], [x + r, y + h - r, 1], [x + r, y + r, 2]];
  const points = corners.flatMap(([cx, cy, turn]) => bend(cx, cy, r, r, turn * quarter, (turn + 1) * quarter, CORNER));
  return [...points, points[0]];
}
