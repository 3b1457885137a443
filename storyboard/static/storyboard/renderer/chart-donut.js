import { mix } from "./colour.js";
import { clamp, ease, progress } from "./easing.js";
import { ellipse, node, round } from "./node.js";
import { fitted } from "./text.js";

const GAP = 0.012;

export function donut(stage, { values, labels, size, start, colour, ink, quiet }, box, { t, papers }) {
  const total = values.reduce((sum, value) => sum + value, 0) || 1;
  const grown = ease("inOut", progress(t, start, 1.4));
  const isWide = box.w > box.h * 1.1;
  const row = labels.some(Boolean) ? Math.min(size * 1.9, (isWide ? box.h : box.h * 0.4) / values.length) : 0;
  const list = row * values.length;
  const wide = Math.min(isWide && row ? box.w * 0.55 : box.w, box.h - (isWide ? 0 : list + size));
  const cx = isWide && row ? box.x + wide / 2 : box.x + box.w / 2;
  const cy = isWide ? box.y + box.h / 2 : box.y + wide / 2;
  const left = isWide ? box.x + wide + size * 2 : cx - wide * 0.42;
  const top = isWide ? cy - list / 2 : box.y + wide + size;
  const tones = [...new Set([colour, ...["accent", "accent2", "accent3"].map(stage.colour)])];
  const letter = Math.min(size * 1.1, row * 0.7);
  const ring = wide * 0.16;
  let done = 0;
  const parts = values.flatMap((value, i) => {
    const [from, to] = [done, (done += value / total)];
    const tone = mix(tones[i % tones.length], papers[0], Math.min(0.75, Math.floor(i / tones.length) * 0.4));
    const d = arc(cx, cy, (wide - ring) / 2, from + GAP / 2, Math.min(to, grown) - GAP / 2);
    const opacity = clamp(grown * (values.length + 1) - i);
    const y = top + row * (i + 0.5);
    const words = { x: left + letter * 1.4, y: y + letter * 0.36, size: letter, weight: 550, fill: quiet, opacity };
    const dot = ellipse(`dot${i}`, left + letter * 0.38, y, letter * 0.38, letter * 0.38, { fill: tone, opacity: round(opacity) });
    const label = [dot, fitted(stage, `label${i}`, labels[i], box.x + box.w - words.x, words)];
    return [node("path", `part${i}`, { d, fill: "none", stroke: tone, "stroke-width": round(ring) }), ...(row ? label : [])];
  });
  const share = `${Math.round((Math.max(...values) / total) * 100 * grown)}%`;
  return [...parts, fitted(stage, "share", share, wide * 0.56, { x: cx, y: cy + wide * 0.075, size: wide * 0.21, weight: 800, fill: ink, anchor: "middle" })];
}

function arc(cx, cy, r, from, to) {
  if (to <= from) return "";
  const point = (part) => [cx + r * Math.sin(part * 2 * Math.PI), cy - r * Math.cos(part * 2 * Math.PI)].map(round).join(" ");
  const step = `A${round(r)} ${round(r)} 0 0 1 `; // twice: one arc cannot close a ring
  return `M${point(from)}${step}${point((from + to) / 2)}${step}${point(to)}`;
}
