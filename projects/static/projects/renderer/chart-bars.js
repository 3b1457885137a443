// Bars that grow one after the other, each with its figure above it. The highest is in full colour.
import { mix } from "./colour.js";
import { clamp, ease, progress } from "./easing.js";
import { fittedPiece, quietInk } from "./chart-words.js";
import { group, linearGradient, node, refer, round } from "./node.js";
import { formatted } from "./number-format.js";

const GAP = 0.26; // of the room that a bar has
const GROWS = 1; // seconds
const ONE_AFTER_ANOTHER = 0.11;

export function bars(stage, data, box, { t, papers, id }) {
  const { values, labels, peak, size } = data;
  const room = box.w / values.length;
  const figure = Math.min(size * 1.4, room * 0.42);
  const floor = box.y + box.h - size * 2.1;
  const tallest = floor - box.y - figure * 1.7;
  const parts = values.map((value, i) => {
    const p = ease("spring", progress(t, data.start + i * Math.min(ONE_AFTER_ANOTHER, 0.9 / values.length), GROWS));
    const high = peak ? Math.max(0, (value / peak) * tallest * p) : 0;
    const x = box.x + room * (i + GAP / 2);
    const place = { x, y: floor - high, w: room * (1 - GAP), h: high };
    const colour = value === peak ? data.colour : mix(data.colour, papers[0], 0.38);
    const middle = x + place.w / 2;
    const told = { x: middle, y: place.y - figure * 0.5, size: figure, weight: 700, fill: stage.legible("ink", papers), anchor: "middle" };
    const label = { x: middle, y: floor + size * 1.5, size, weight: 500, fill: quietInk(stage, papers), anchor: "middle" };
    return group(i, {}, [
      ...bar(stage, place, colour, papers[0], `${id}-bar${i}`),
      group("figure", { opacity: p < 1 ? round(clamp(p * 1.5)) : undefined }, [fittedPiece("figure", formatted(value * clamp(p), data.decimals), room, told)]),
      fittedPiece("label", labels[i], room * 0.94, label),
    ]);
  });
  const ground = { x: round(box.x), y: round(floor), width: round(box.w), height: round(1.5 * stage.unit) };
  return [...parts, node("rect", "ground", { ...ground, fill: stage.colour("ink"), "fill-opacity": 0.22 })];
}

/** Round at its head, straight at its foot, and a little darker there. */
function bar(stage, { x, y, w, h }, colour, paper, id) {
  const r = Math.min(10 * stage.unit, w / 2, h);
  const [left, right, top, foot] = [x, x + w, y, y + h].map(round);
  const d = `M${left} ${foot}V${round(y + r)}Q${left} ${top} ${round(x + r)} ${top}H${round(x + w - r)}Q${right} ${top} ${right} ${round(y + r)}V${foot}Z`;
  return [
    linearGradient(id, { x1: 0, y1: y, x2: 0, y2: y + h }, [[0, colour], [1, mix(colour, paper, 0.42)]]),
    node("path", "bar", { d, fill: refer(id) }),
  ];
}
