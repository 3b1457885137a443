// How a value travels from 0 to 1. Every curve starts at 0 and ends at 1 exactly, so that nothing jumps at its end.

const SPRING = { damping: 0.6, speed: 9 }; // under-damped: it passes its goal once, visibly, and settles

function spring(p) {
  const { damping, speed } = SPRING;
  const turns = speed * Math.sqrt(1 - damping * damping);
  const swing = Math.cos(turns * p) + ((damping * speed) / turns) * Math.sin(turns * p);
  return 1 - Math.exp(-damping * speed * p) * swing * (1 - p ** 4);
}

function bounce(p) {
  const [bend, part] = [7.5625, 2.75];
  for (const [until, middle, floor] of [[1, 0, 0], [2, 1.5, 0.75], [2.5, 2.25, 0.9375], [3, 2.625, 0.984375]]) {
    if (p < until / part) return bend * (p - middle / part) ** 2 + floor;
  }
  return 1;
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

export const EASINGS = Object.keys(curves);

export const clamp = (value, low = 0, high = 1) => Math.min(high, Math.max(low, value));
export const lerp = (from, to, p) => from + (to - from) * p;

export function ease(name, p) {
  const curve = Object.hasOwn(curves, name) ? curves[name] : curves.out;
  return p <= 0 ? 0 : p >= 1 ? 1 : curve(p);
}

/** How far time `t` is in a stretch that starts at `at`. */
export const progress = (t, at, duration) => clamp((t - at) / Math.max(0.001, duration));
