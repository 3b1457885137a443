// Every curve ends at 1 exactly, so that nothing jumps.
import { lookup } from "./lookup.js";

const curves = {
  linear: (p) => p,
  in: (p) => p ** 3,
  out: (p) => 1 - (1 - p) ** 3,
  inOut: (p) => (p < 0.5 ? 4 * p ** 3 : 1 - (2 - 2 * p) ** 3 / 2),
  expo: (p) => (1 - 2 ** (-10 * p)) / (1 - 2 ** -10),
  back: (p) => 1 + 2.4 * (p - 1) ** 3 + 1.4 * (p - 1) ** 2,
  spring: (p) => 1 - Math.exp(-5.4 * p) * (Math.cos(7.2 * p) + 0.75 * Math.sin(7.2 * p)) * (1 - p ** 4),
  bounce: (p) => 1 - Math.abs(Math.cos(2.5 * Math.PI * p)) * (1 - p) ** 2,
};

export const clamp = (value, low = 0, high = 1) => Math.min(high, Math.max(low, value));
export const lerp = (from, to, p) => from + (to - from) * p;

export function ease(name, p) {
  return p <= 0 ? 0 : p >= 1 ? 1 : lookup(curves, name, "out")(p);
}

export const progress = (t, at, duration) => clamp((t - at) / Math.max(0.001, duration));
