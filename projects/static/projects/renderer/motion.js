// How a layer moves: its entrance, its exit and its keyframes, as one set of numbers. Distances are in steps; what a step
// is, the one that moves knows: a part of the canvas for a layer, a part of its size for a letter.
import { clamp, ease, lerp, progress } from "./easing.js";

export const STILL = { opacity: 1, x: 0, y: 0, scale: 1, rotate: 0, blur: 0, shown: 1, rises: 0 };

// `p` is eased and may pass 1, `q` is what is missing of it, `seen` is how much of the time is over.
const presets = {
  fade: ({ seen }) => ({ opacity: seen }),
  rise: ({ q, seen }) => ({ opacity: seen * 1.6, y: q }),
  drop: ({ q, seen }) => ({ opacity: seen * 1.6, y: -q }),
  left: ({ q, seen }) => ({ opacity: seen * 1.6, x: -q }),
  right: ({ q, seen }) => ({ opacity: seen * 1.6, x: q }),
  pop: ({ p, seen }) => ({ opacity: seen * 3, scale: lerp(0.5, 1, p) }),
  zoom: ({ p, seen }) => ({ opacity: seen * 1.4, scale: lerp(1.35, 1, p) }),
  grow: ({ p, seen }) => ({ opacity: seen * 2, scale: lerp(0.86, 1, p) }),
  spin: ({ p, q, seen }) => ({ opacity: seen * 2.5, scale: lerp(0.4, 1, p), rotate: -120 * q }),
  swing: ({ q, seen }) => ({ opacity: seen * 2, rotate: -14 * q, y: 0.7 * q }),
  wipe: ({ p }) => ({ shown: clamp(p) }),
  reveal: ({ q }) => ({ rises: q }), // out of a slit below it
  blur: ({ q, seen }) => ({ opacity: seen * 1.2, blur: Math.max(0, q), scale: 1 + 0.06 * q }),
  float: ({ q, seen }) => ({ opacity: seen, y: 2.2 * q, scale: 1 - 0.05 * q }),
};

export const PRESETS = Object.keys(presets);

function preset(name, p, seen) {
  const motion = Object.hasOwn(presets, name) ? presets[name]({ p, q: 1 - p, seen }) : {};
  return { ...STILL, ...motion, opacity: clamp(motion.opacity ?? 1) };
}

export function entrance(enter, t, delay = 0) {
  if (!enter || enter.preset === "none") return STILL;
  const seen = progress(t, (enter.at ?? 0) + delay, enter.duration ?? 0.7);
  if (seen >= 1) return STILL;
  return seen > 0 ? preset(enter.preset, ease(enter.ease ?? "expo", seen), seen) : { ...STILL, opacity: 0 };
}

export function departure(exit, t, sceneDuration) {
  if (!exit || exit.preset === "none") return STILL;
  const duration = exit.duration ?? 0.5;
  const gone = progress(t, exit.at ?? sceneDuration - duration, duration);
  if (gone <= 0) return STILL;
  return gone < 1 ? preset(exit.preset, 1 - ease(exit.ease ?? "in", gone), 1 - gone) : { ...STILL, opacity: 0 };
}

export const together = (a, b) => ({
  opacity: a.opacity * b.opacity,
  x: a.x + b.x,
  y: a.y + b.y,
  scale: a.scale * b.scale,
  rotate: a.rotate + b.rotate,
  blur: Math.max(a.blur, b.blur),
  shown: Math.min(a.shown, b.shown),
  rises: a.rises || b.rises,
});

/** One property of a list of keyframes at `t`; before the first and after the last it stands still. */
export function keyed(keyframes, property, t, otherwise) {
  const points = keyframes.filter((frame) => frame[property] != null);
  const after = points.findIndex((point) => t < point.t);
  if (!points.length) return otherwise;
  if (after === 0) return points[0][property];
  if (after === -1) return points.at(-1)[property];
  const [from, to] = [points[after - 1], points[after]];
  return lerp(from[property], to[property], ease(to.ease ?? "inOut", progress(t, from.t, to.t - from.t)));
}
