import { QUIET, mix } from "./colour.js";
import { ease, progress } from "./easing.js";
import { fine, linearGradient, node, radialGradient, refer, round, rounded } from "./node.js";
import { stretched } from "./path.js";
import { shadow } from "./shadow.js";

export function shape(stage, layer, box, { t, id, papers }) {
  const { fill, gradient, stroke, draw, glass } = layer;
  const tone = (name) => (QUIET.includes(name) ? stage.ink(name, papers) : stage.colour(name));
  const radius = radiusOf(stage, layer, box);
  const [tag, outline] = outlineOf(layer, box, radius);
  const isCard = tag === "rect" && radius > 10 * stage.unit && (glass || fill || gradient);
  const parts = isCard ? [shadow(stage, box, radius, glass ? 0.07 : 0.035)] : [];
  if (glass) return [...parts, ...pane(stage, stage.colour(fill ?? "ink"), box, tag, outline, id)];
  const part = draw ? ease(draw.ease, progress(t, draw.at ?? layer.enter?.at ?? 0, draw.duration)) : 1;
  const filled = stroke ? Math.max(0, part * 3 - 2) : part; // when the pen is nearly done
  if (gradient) parts.push(blend(stage, gradient, box, `${id}-fill`));
  const ground = gradient ? refer(`${id}-fill`) : fill && tone(fill);
  if (ground) parts.push(node(tag, "fill", { ...outline, fill: ground, "fill-opacity": round(filled) }));
  if (stroke && part > 0) parts.push(node(tag, "stroke", { ...outline, ...pen(tone(stroke), layer.stroke_width * stage.unit, part) }));
  return parts;
}

function blend({ colour }, { type, colors, angle }, { x, y, w, h }, id) {
  const stops = colors.map((each, i) => [i / (colors.length - 1), colour(each)]);
  const [cx, cy] = [x + w / 2, y + h / 2];
  if (type === "radial") return radialGradient(id, { cx, cy, r: Math.max(w, h) / 2 }, stops);
  const [dx, dy] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const half = (Math.abs(dx) * w + Math.abs(dy) * h) / 2; // so that the corners have the pure colours
  return linearGradient(id, { x1: cx - dx * half, y1: cy - dy * half, x2: cx + dx * half, y2: cy + dy * half }, stops);
}

/** `part` of the outline, whatever its length. */
export const pen = (stroke, width, part = 1) => ({
  fill: "none",
  stroke,
  "stroke-width": round(width),
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
  ...(part < 1 && { pathLength: 1, "stroke-dasharray": `${fine(part)} 2` }),
});

function radiusOf({ unit }, { radius }, { w, h }) {
  const least = Math.min(w, h) / 2;
  return radius == null ? (least < 8 * unit ? least : 0) : Math.min(radius * unit, least);
}

function outlineOf({ shape: kind, d }, box, radius) {
  const { x, y, w, h } = box;
  if (kind === "path") return ["path", { d: stretched(d, box) }];
  const [rx, ry] = [w / 2, h / 2];
  return kind === "ellipse" ? [kind, rounded({ cx: x + rx, cy: y + ry, rx, ry })] : ["rect", rounded({ x, y, width: w, height: h, rx: radius })];
}

function pane({ unit }, colour, { x, y, w, h }, tag, outline, id) {
  const slope = { x1: x, y1: y, x2: x + w * 0.4, y2: y + h };
  const light = mix(colour, "#ffffff", 0.5);
  return [
    linearGradient(`${id}-pane`, slope, [[0, colour, 0.17], [1, colour, 0.05]]),
    linearGradient(`${id}-edge`, slope, [[0, light, 0.5], [0.5, light, 0.14], [1, light, 0.22]]),
    node(tag, "pane", { ...outline, fill: refer(`${id}-pane`), stroke: refer(`${id}-edge`), "stroke-width": round(1.5 * unit) }),
  ];
}
