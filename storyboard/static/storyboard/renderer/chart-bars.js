import { mix } from "./colour.js";
import { formatted } from "./counter.js";
import { clamp, ease, progress } from "./easing.js";
import { linearGradient, node, rect, refer, round } from "./node.js";
import { fitted } from "./text.js";

const GAP = 0.26;

export function bars(stage, { values, labels, peak, size, foot, decimals, start, colour: full, ink, quiet }, box, { t, papers, id }) {
  const room = box.w / values.length;
  const figure = Math.min(size * 1.25, room * 0.42);
  const floor = box.y + box.h - size * foot;
  const tallest = floor - box.y - figure * 1.7;
  const later = Math.min(0.11, 0.9 / values.length);
  const parts = values.flatMap((value, i) => {
    const p = ease("spring", progress(t, start + i * later, 1));
    const h = peak ? (value / peak) * tallest * p : 0;
    const x = box.x + room * (i + GAP / 2);
    const w = room * (1 - GAP);
    const colour = value === peak ? full : mix(full, papers[0], 0.38);
    const words = { x: x + w / 2, anchor: "middle" };
    const label = { ...words, y: floor - h - figure * 0.5, size: figure, weight: 700, fill: ink, opacity: clamp(p * 1.5) };
    return [
      linearGradient(`${id}-bar${i}`, { x1: 0, y1: floor - h, x2: 0, y2: floor }, [[0, colour], [1, mix(colour, papers[0], 0.42)]]),
      node("path", `bar${i}`, { d: bar(x, w, floor, h, 10 * stage.unit), fill: refer(`${id}-bar${i}`) }),
      fitted(stage, `figure${i}`, formatted(value * clamp(p), decimals), room * 0.84, label),
      fitted(stage, `label${i}`, labels[i], room * 0.94, { ...words, y: floor + size * 1.5, size, weight: 500, fill: quiet }),
    ];
  });
  return [...parts, rect("ground", { ...box, y: floor, h: 1.5 * stage.unit }, { fill: ink, "fill-opacity": 0.22 })];
}

function bar(x, w, floor, h, radius) {
  const r = Math.min(radius, w / 2, h);
  const [left, right, foot, top, low, a, b] = [x, x + w, floor, floor - h, floor - h + r, x + r, x + w - r].map(round);
  return `M${left} ${foot}V${low}Q${left} ${top} ${a} ${top}H${b}Q${right} ${top} ${right} ${low}V${foot}Z`;
}
