// What a scene stands before. Everything here drifts slowly, so that no frame is quite still.
import { isLight, mix } from "./colour.js";
import { lerp } from "./easing.js";
import { remembering } from "./memory.js";
import { group, linearGradient, radialGradient, rect, refer } from "./node.js";
import { pattern } from "./pattern.js";

const GLOW = { dark: 0.66, light: 0.38 }; // of a light in its middle, by its ground: paper is soon dirty
const FALL = [[0, 1], [0.25, 0.82], [0.5, 0.42], [0.75, 0.11], [1, 0]]; // a bell: its edge is not seen
const PLACES = [[0.12, 0.16], [0.9, 0.8], [0.84, 0.06], [0.22, 0.98]];

export function background(stage, spec, moment, id) {
  const { width, height } = stage;
  const sheet = (key, fill) => rect(key, { x: 0, y: 0, w: width, h: height }, { fill });
  const [ground, ...lights] = lightsOf(stage, spec, moment);
  const parts = [sheet("ground", ground)];
  lights.forEach(({ tag, stops, ...geometry }, i) => {
    const make = tag === "linear" ? linearGradient : radialGradient;
    parts.push(make(`${id}-light${i}`, geometry, stops), sheet(`light${i}`, refer(`${id}-light${i}`)));
  });
  if (spec.pattern !== "none") parts.push(pattern(stage, spec.pattern, moment, id));
  return group("background", {}, parts);
}

/** A ground colour, and the gradients that lie on it. */
function lightsOf(stage, { type, colors, drift }, moment) {
  const { width, height } = stage;
  const [first, ...others] = colors.map(stage.colour);
  const stops = [first, ...others].map((colour, i) => [i / Math.max(1, others.length), colour]);
  const d = moment * drift;
  if (type === "linear") {
    const angle = 0.7 + d * 0.6;
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    const half = (dx * width + dy * height) / 2;
    const [x, y] = [width / 2, height / 2];
    return [first, { tag: "linear", x1: x - dx * half, y1: y - dy * half, x2: x + dx * half, y2: y + dy * half, stops }];
  }
  if (type === "radial") {
    return [first, { cx: width * (0.5 + 0.1 * d), cy: height * (0.42 + 0.06 * d), r: Math.max(width, height) * 0.72, stops }];
  }
  if (type !== "mesh") return [first];
  return [first, ...others.map((colour, i) => wandering(stage, colour, i, d, isLight(first) ? GLOW.light : GLOW.dark))];
}

function wandering({ width, height }, colour, i, d, glow) {
  const [left, top] = PLACES[i % PLACES.length];
  const turn = i * 2.1 + d * 1.6;
  return {
    cx: width * (left + 0.1 * Math.cos(turn)),
    cy: height * (top + 0.12 * Math.sin(turn * 1.3)),
    r: Math.hypot(width, height) * (0.5 + 0.05 * Math.sin(turn)),
    stops: FALL.map(([offset, part]) => [offset, colour, part * glow]),
  };
}

const PROBES = [[0, 0], [1, 0], [0.5, 0.5], [0, 1], [1, 1]];

const worked = remembering((width, height, colours, spec, { x, y, w, h }) => {
  const stage = { width, height, colour: (name) => colours[spec.colors.indexOf(name)] };
  return [0, 1].flatMap((moment) => {
    const lights = lightsOf(stage, spec, moment);
    return PROBES.map(([across, down]) => lights.reduce((below, light) => lit(below, light, x + w * across, y + h * down)));
  });
});

/** The colours that lie under `box` while the scene lasts: what a text there must be legible on. */
export function papers(stage, { type, colors, drift }, box) {
  return worked(stage.width, stage.height, colors.map(stage.colour), { type, colors, drift }, box);
}

function lit(below, { stops, cx, cy, r, x1, y1, x2, y2 }, x, y) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const p = r ? Math.hypot(x - cx, y - cy) / r : ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy);
  const after = stops.findIndex(([offset]) => p < offset);
  const [to, from] = after === -1 ? [stops.at(-1), stops.at(-1)] : [stops[after], stops[after - 1] ?? stops[after]];
  const part = to === from ? 0 : (p - from[0]) / (to[0] - from[0]);
  return mix(below, mix(from[1], to[1], part), lerp(from[2] ?? 1, to[2] ?? 1, part));
}
