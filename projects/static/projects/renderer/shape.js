// Rectangles, ellipses and paths: filled, stroked, drawn as with a pen, or like a pane of glass.
import { mix } from "./colour.js";
import { ease, progress } from "./easing.js";
import { linearGradient, node, refer, round } from "./node.js";
import { drawn, ellipseStroke, rectStroke } from "./outline.js";
import { strokesOf } from "./path.js";
import { shadow } from "./shadow.js";

const remembered = new Map(); // points of a path: not counted again in every frame

export function shape(stage, layer, box, { t, id }) {
  const radius = radiusOf(stage, layer, box);
  if (layer.glass) return pane(stage, layer, box, radius, id);
  const strokes = outlineOf(layer, box, radius);
  const part = layer.draw ? penAt(layer, t) : 1;
  const parts = [];
  if (layer.fill && part > 0) parts.push(filled(stage, layer, strokes, part));
  if (layer.stroke && part > 0) parts.push(stroked(stage, layer, strokes, part));
  return parts;
}

function radiusOf(stage, { shape: kind, radius }, { w, h }) {
  if (kind === "ellipse") return Math.min(w, h) / 2;
  const isRule = Math.min(w, h) < 16 * stage.unit;
  return radius == null ? (isRule ? Math.min(w, h) / 2 : 0) : Math.min(radius * stage.unit, w / 2, h / 2);
}

function penAt({ draw, enter }, t) {
  const { at = enter?.at ?? 0, duration = 1, ease: curve = "inOut" } = typeof draw === "object" ? draw : {};
  return ease(curve, progress(t, at, duration));
}

function outlineOf({ shape: kind, d }, box, radius) {
  if (kind === "ellipse") return [ellipseStroke(box)];
  if (kind === "rect") return [rectStroke(box, radius)];
  const key = [d, box.x, box.y, box.w, box.h].join(" ");
  if (!remembered.has(key)) {
    if (remembered.size > 200) remembered.clear();
    remembered.set(key, strokesOf(d ?? "M0 50H100").map((stroke) => stretched(stroke, box)));
  }
  return remembered.get(key);
}

const stretched = (stroke, { x, y, w, h }) => stroke.map(([px, py]) => [x + (px / 100) * w, y + (py / 100) * h]);

/** The fill comes when the pen is nearly done. */
function filled(stage, { fill, stroke }, strokes, part) {
  const opacity = stroke && part < 1 ? Math.max(0, part * 3 - 2) : part;
  return node("path", "fill", { d: drawn(strokes, 1), fill: stage.colour(fill), "fill-opacity": opacity < 1 ? round(opacity) : undefined });
}

function stroked(stage, { stroke, stroke_width: width = 3 }, strokes, part) {
  return node("path", "stroke", {
    d: drawn(strokes, part),
    fill: "none",
    stroke: stage.colour(stroke),
    "stroke-width": round(width * stage.unit),
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
}

function pane(stage, { fill = "ink" }, box, radius, id) {
  const colour = stage.colour(fill);
  const { x, y, w, h } = box;
  const place = { x: round(x), y: round(y), width: round(w), height: round(h), rx: round(radius) };
  const slope = { x1: x, y1: y, x2: x + w * 0.4, y2: y + h };
  const light = mix(colour, "#ffffff", 0.5);
  return [
    shadow(stage, box, radius),
    linearGradient(`${id}-pane`, slope, [[0, colour, 0.17], [0.5, colour, 0.08], [1, colour, 0.05]]),
    linearGradient(`${id}-edge`, slope, [[0, light, 0.5], [0.5, light, 0.14], [1, light, 0.22]]),
    node("rect", "pane", { ...place, fill: refer(`${id}-pane`), stroke: refer(`${id}-edge`), "stroke-width": round(1.5 * stage.unit) }),
  ];
}
