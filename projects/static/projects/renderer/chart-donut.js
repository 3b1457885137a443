// A ring whose parts grow round it, the largest part told in its middle, and all of them in a list beside or below it.
import { mix } from "./colour.js";
import { clamp, ease, progress } from "./easing.js";
import { fittedPiece, quietInk } from "./chart-words.js";
import { group, node, round } from "./node.js";
import { widthOf } from "./metrics.js";

const CLOSES = 1.4; // seconds
const GAP = 0.012; // of the ring, between two parts
const WIDE = 1.25; // a box this much wider than high has its list at the side

export function donut(stage, data, box, { t, papers }) {
  const { values, labels, size } = data;
  const total = values.reduce((sum, value) => sum + value, 0) || 1;
  const grown = ease("inOut", progress(t, data.start, CLOSES));
  const isWide = box.w > box.h * WIDE;
  const row = Math.min(size * 1.9, (isWide ? box.h : box.h * 0.4) / values.length);
  const hasList = labels.some(Boolean);
  const list = hasList ? row * values.length : 0;
  const wide = Math.min(isWide && hasList ? box.w * 0.55 : box.w, box.h - (isWide ? 0 : list + size));
  const ring = wide * 0.16;
  const r = (wide - ring) / 2;
  const centre = [isWide && hasList ? box.x + wide / 2 : box.x + box.w / 2, isWide ? box.y + box.h / 2 : box.y + wide / 2];
  const colours = values.map((_, i) => partColour(stage, data.colour, i, papers[0]));
  let done = 0;
  const arcs = values.map((value, i) => {
    const [from, to] = [done, (done += value / total)];
    return node("path", `part${i}`, { d: arc(centre, r, from + GAP / 2, Math.min(to, grown) - GAP / 2), fill: "none", stroke: colours[i], "stroke-width": round(ring) });
  });
  const most = values.indexOf(Math.max(...values));
  const share = `${Math.round((values[most] / total) * 100 * grown)}%`;
  const ink = { fill: stage.legible("ink", papers), weight: 800, anchor: "middle", size: wide * 0.21, x: centre[0], y: centre[1] + wide * 0.075 };
  const left = isWide ? box.x + wide + size * 2 : box.x + Math.max(0, (box.w - listWidth(labels, size)) / 2);
  const top = isWide ? box.y + (box.h - list) / 2 : box.y + wide + size;
  const words = { size: Math.min(size * 1.1, row * 0.7), weight: 550, fill: quietInk(stage, papers), anchor: "start" };
  const rows = labels.map((said, i) => {
    const seen = clamp(grown * (values.length + 1) - i);
    const y = top + row * (i + 0.5);
    const dot = words.size * 0.38;
    return group(`row${i}`, { opacity: seen < 1 ? round(seen) : undefined }, [
      node("ellipse", "dot", { cx: round(left + dot), cy: round(y), rx: round(dot), ry: round(dot), fill: colours[i] }),
      fittedPiece("label", said, box.x + box.w - left - words.size * 1.6, { ...words, x: left + words.size * 1.4, y: y + words.size * 0.36 }),
    ]);
  });
  return [...arcs, fittedPiece("share", share, wide * 0.56, ink), ...(hasList ? rows : [])];
}

const listWidth = (labels, size) => Math.max(...labels.map((label) => widthOf(label, 550) + 1.4)) * size * 1.1;

function partColour(stage, first, i, paper) {
  const colours = [...new Set([first, stage.colour("accent"), stage.colour("accent2"), stage.colour("accent3")])];
  const round = Math.floor(i / colours.length);
  return mix(colours[i % colours.length], paper, Math.min(0.75, round * 0.4));
}

function arc([cx, cy], r, from, to) {
  if (to <= from) return "";
  const point = (part) => {
    const angle = (part - 0.25) * 2 * Math.PI;
    return `${round(cx + r * Math.cos(angle))} ${round(cy + r * Math.sin(angle))}`;
  };
  const middle = (from + to) / 2; // by two arcs: one cannot close a ring
  return `M${point(from)}A${round(r)} ${round(r)} 0 0 1 ${point(middle)}A${round(r)} ${round(r)} 0 0 1 ${point(to)}`;
}
