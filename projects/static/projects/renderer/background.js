// What a scene stands before. Everything here drifts slowly, so that no frame is quite still.
import { mix } from "./colour.js";
import { group, linearGradient, node, radialGradient, refer, round } from "./node.js";
import { pattern } from "./pattern.js";

const GLOW = 0.62; // how strong a colour of a mesh is in its middle
const FALL = [[0, 1], [0.25, 0.82], [0.5, 0.42], [0.75, 0.11], [1, 0]]; // a soft edge: a bell, not a cone
const CORNERS = [[0.14, 0.2], [0.88, 0.78], [0.82, 0.08], [0.2, 0.95]];

const kinds = { solid, linear, radial, mesh };

export function background(stage, spec, moment, id) {
  const colors = coloursOf(stage, spec);
  const kind = Object.hasOwn(kinds, spec.type) ? spec.type : "solid";
  const drift = moment * Number(spec.drift ?? 0);
  const parts = kinds[kind](stage, colors, drift, id);
  if (spec.pattern && spec.pattern !== "none") parts.push(...pattern(stage, spec.pattern, moment, id));
  if (spec.vignette) parts.push(...vignette(stage, Number(spec.vignette), id));
  return group("background", {}, parts);
}

const coloursOf = (stage, { colors }) => (colors?.length ? colors : ["bg"]).map((name) => stage.colour(name));

/** The colours that a text on this background may lie on: what it must be legible against. */
export function papers(stage, spec) {
  const [first, ...others] = coloursOf(stage, spec);
  if (spec.type === "mesh") return [first, ...others.map((colour) => mix(first, colour, GLOW))];
  return spec.type === "linear" || spec.type === "radial" ? [first, ...others] : [first];
}

const sheet = ({ width, height }, key, fill) => node("rect", key, { x: 0, y: 0, width, height, fill });

function solid(stage, [colour]) {
  return [sheet(stage, "paint", colour)];
}

function linear(stage, colors, drift, id) {
  const { width, height } = stage;
  const angle = ((128 + drift * 40) * Math.PI) / 180;
  const [dx, dy] = [Math.sin(angle), -Math.cos(angle)];
  const half = (Math.abs(dx) * width + Math.abs(dy) * height) / 2;
  const [x, y] = [width / 2, height / 2];
  const geometry = { x1: x - dx * half, y1: y - dy * half, x2: x + dx * half, y2: y + dy * half };
  return [linearGradient(`${id}-paint`, geometry, spread(colors)), sheet(stage, "paint", refer(`${id}-paint`))];
}

function radial(stage, colors, drift, id) {
  const { width, height } = stage;
  const geometry = { cx: width * (0.5 + 0.1 * drift), cy: height * (0.42 + 0.05 * drift), r: Math.max(width, height) * 0.72 };
  return [radialGradient(`${id}-paint`, geometry, spread(colors)), sheet(stage, "paint", refer(`${id}-paint`))];
}

const spread = (colors) => colors.map((colour, i) => [colors.length > 1 ? i / (colors.length - 1) : 0, colour]);

/** Large soft lights that wander over the first colour. */
function mesh(stage, [first, ...others], drift, id) {
  const { width, height } = stage;
  const lights = others.flatMap((colour, i) => {
    const [left, top] = CORNERS[i % CORNERS.length];
    const turn = i * 2.1 + drift * 1.5;
    const geometry = {
      cx: width * (left + 0.09 * Math.cos(turn)),
      cy: height * (top + 0.12 * Math.sin(turn * 1.3)),
      r: Math.hypot(width, height) * (0.5 + 0.05 * Math.sin(turn)),
    };
    const stops = FALL.map(([offset, part]) => [offset, colour, part * GLOW]);
    return [radialGradient(`${id}-light${i}`, geometry, stops), sheet(stage, `light${i}`, refer(`${id}-light${i}`))];
  });
  return [sheet(stage, "paint", first), ...lights];
}

function vignette(stage, strength, id) {
  const { width, height } = stage;
  const geometry = { cx: width / 2, cy: height / 2, r: Math.hypot(width, height) * 0.58 };
  const stops = [[0.45, "#000000", 0], [0.75, "#000000", round(strength * 0.35)], [1, "#000000", strength]];
  return [radialGradient(`${id}-vignette`, geometry, stops), sheet(stage, "vignette", refer(`${id}-vignette`))];
}
