// How a value travels from 0 to 1. Every curve ends at 1 exactly, so that nothing jumps.
import { choose } from "./choose.js";

/** Passes its goal once, visibly, and settles. */
const spring = (p) => 1 - Math.exp(-5.4 * p) * (Math.cos(7.2 * p) + 0.75 * Math.sin(7.2 * p)) * (1 - p ** 4);

const FALLS = [[1, 0, 0], [2, 1.5, 0.75], [2.5, 2.25, 0.9375], [2.75, 2.625, 0.984375]];

function bounce(p) {
  const [, middle, floor] = FALLS.find(([until]) => p * 2.75 <= until);
  return (p * 2.75 - middle) ** 2 + floor;
}

const curves = {
  linear: (p) => p,
  in: (p) => p ** 3,
  out: (p) => 1 - (1 - p) ** 3,
  inOut: (p) => (p < 0.5 ? 4 * p ** 3 : 1 - (2 - 2 * p) ** 3 / 2),
  expo: (p) => (1 - 2 ** (-10 * p)) / (1 - 2 ** -10),
  back: (p) => 1 + 2.4 * (p - 1) ** 3 + 1.4 * (p - 1) ** 2,
  spring,
  bounce,
};

export const clamp = (value, low = 0, high = 1) => Math.min(high, Math.max(low, value));
export const lerp = (from, to, p) => from + (to - from) * p;

export function ease(name, p) {
  return p <= 0 ? 0 : p >= 1 ? 1 : choose(curves, name, "out")(p);
}

export const progress = (t, at, duration) => clamp((t - at) / Math.max(0.001, duration));
