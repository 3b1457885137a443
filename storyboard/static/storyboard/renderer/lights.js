// Where the colours of a background fall, to draw it and to know what lies under a text.
import { contrastOnAll, isLight, mix } from "./colour.js";
import { lerp } from "./easing.js";
import { memoize } from "./memoize.js";

const FALL = [[0, 1], [0.25, 0.82], [0.5, 0.42], [0.75, 0.11], [1, 0]]; // a bell: its edge is not seen
const PLACES = [[0.12, 0.16], [0.9, 0.8], [0.84, 0.06], [0.22, 0.98]];
const PARTS = Array.from({ length: 34 }, (_, i) => i * 0.03);
const CALM = { linear: 5.1, radial: 5.1, mesh: 5.4 }; // contrast to the ink; the lights of a mesh add up

export const resolved = ({ width, height, colour }, { type, colors, drift, vignette }) => {
  const inks = [colour("ink"), colour("bg")];
  return { width, height, type, drift, vignette, colours: calmed(type, colors.map(colour), inks) };
};

/** No text can be read on light and dark alike: all move to one side. [colour, how much of it] each. */
const calmed = memoize((type, colours, inks) => {
  const [first] = colours;
  const grounds = type === "mesh" ? [first] : colours;
  const [ink] = inks.toSorted((a, b) => contrastOnAll(b, grounds) - contrastOnAll(a, grounds));
  const far = isLight(ink) ? "#000000" : "#ffffff";
  const readable = (from, to) => (part) => contrastOnAll(ink, [mix(from, to, part)]) >= CALM[type];
  const most = isLight(first) ? 0.38 : 0.66;
  return colours.map((colour, i) => {
    if (!(type in CALM) || (type === "mesh" && i === 0)) return [colour, 1];
    if (type !== "mesh") return [mix(colour, far, PARTS.find(readable(colour, far)) ?? 1), 1];
    return [colour, PARTS.filter((part) => part <= most).findLast(readable(first, colour)) ?? 0];
  });
});

export function lightsOf({ width, height, type, colours, drift, vignette }, moment) {
  const [[first], ...others] = colours;
  const stops = colours.map(([colour], i) => [i / Math.max(1, others.length), colour]);
  const [x, y, d] = [width / 2, height / 2, moment * drift];
  const lights = [];
  if (type === "linear") {
    const [dx, dy] = [Math.cos(0.7 + d * 0.6), Math.sin(0.7 + d * 0.6)];
    const half = (dx * width + dy * height) / 2;
    lights.push({ x1: x - dx * half, y1: y - dy * half, x2: x + dx * half, y2: y + dy * half, stops });
  }
  if (type === "radial") lights.push({ cx: x * (1 + 0.2 * d), cy: y * (0.84 + 0.12 * d), r: Math.max(width, height) * 0.72, stops });
  if (type === "mesh") lights.push(...others.map(([colour, glow], i) => wandering(width, height, colour, glow, i, d)));
  const [edge, most] = isLight(first) ? (colours[1] ?? colours[0]) : ["#000000", 1]; // black on paper is dirt
  const fall = [[0.4, 0], [0.75, 0.3], [1, 1]].map(([at, part]) => [at, edge, part * most * vignette]);
  if (vignette) lights.push({ cx: x, cy: y, r: Math.hypot(width, height) * 0.58, stops: fall });
  return [first, ...lights];
}

function wandering(width, height, colour, glow, i, d) {
  const [left, top] = PLACES[i % PLACES.length];
  const turn = i * 2.1 + d * 1.6;
  return {
    cx: width * (left + 0.1 * Math.cos(turn)),
    cy: height * (top + 0.12 * Math.sin(turn * 1.3)),
    r: Math.hypot(width, height) * (0.5 + 0.05 * Math.sin(turn)),
    stops: FALL.map(([offset, part]) => [offset, colour, part * glow]),
  };
}

const PROBES = Array.from({ length: 25 }, (_, i) => [(i % 5) / 4, Math.floor(i / 5) / 4]);

const under = memoize((spec, { x, y, w, h }) => {
  const found = [0, 0.5, 1].flatMap((moment) => {
    const lights = lightsOf(spec, moment);
    return PROBES.map(([across, down]) => lights.reduce((below, light) => lit(below, light, x + w * across, y + h * down)));
  });
  return [...new Set(found)];
});

/** The colours under `box` while the scene lasts. */
export const papers = (stage, given, box) => under(resolved(stage, given), box);

function lit(below, { stops, cx, cy, r, x1, y1, x2, y2 }, x, y) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const p = r ? Math.hypot(x - cx, y - cy) / r : ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy);
  const after = stops.findIndex(([offset]) => p < offset);
  const [to, from] = after === -1 ? [stops.at(-1), stops.at(-1)] : [stops[after], stops[after - 1] ?? stops[after]];
  const part = to === from ? 0 : (p - from[0]) / (to[0] - from[0]);
  return mix(below, mix(from[1], to[1], part), lerp(from[2] ?? 1, to[2] ?? 1, part));
}
