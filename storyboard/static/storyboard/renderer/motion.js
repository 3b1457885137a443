// Distances are in steps: of the canvas for a layer, of its size for a letter.
import { lookup } from "./lookup.js";
import { clamp, ease, lerp, progress } from "./easing.js";

const STEP = 0.1; // of the canvas's short side

export const STILL = { opacity: 1, x: 0, y: 0, scale: 1, rotate: 0, blur: 0, shown: 1, rises: 0 };

// `p` is eased and may pass 1, `q` is what is missing of it, `seen` is not eased.
const presets = {
  fade: ({ seen }) => ({ opacity: seen }),
  rise: ({ q, seen }) => ({ opacity: seen * 1.6, y: q }),
  drop: ({ q, seen }) => ({ opacity: seen * 1.6, y: -q }),
  left: ({ q, seen }) => ({ opacity: seen * 1.6, x: -1.6 * q }),
  right: ({ q, seen }) => ({ opacity: seen * 1.6, x: 1.6 * q }),
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

function at({ preset, ease: curve }, passed, seen) {
  if (seen <= 0) return { ...STILL, opacity: 0 };
  const eased = ease(curve, passed);
  const p = passed === seen ? eased : 1 - eased;
  const motion = lookup(presets, preset, "fade")({ p, q: 1 - p, seen });
  return { ...STILL, ...motion, opacity: clamp(motion.opacity ?? 1) };
}

export function entrance(enter, t, delay = 0) {
  const seen = enter && enter.preset !== "none" ? progress(t, enter.at + delay, enter.duration) : 1;
  return seen < 1 ? at(enter, seen, seen) : STILL;
}

function departure(exit, t, sceneDuration) {
  const gone = exit && exit.preset !== "none" ? progress(t, exit.at ?? sceneDuration - exit.duration, exit.duration) : 0;
  return gone > 0 ? at(exit, gone, 1 - gone) : STILL;
}

const together = (a, b) => ({
  opacity: a.opacity * b.opacity,
  x: a.x + b.x,
  y: a.y + b.y,
  scale: a.scale * b.scale,
  rotate: a.rotate + b.rotate,
  blur: Math.max(a.blur, b.blur),
  shown: Math.min(a.shown, b.shown),
  rises: a.rises || b.rises,
});

/** `isStaggered`: its parts come in, each by itself. */
export function motionOf({ width, height, short }, { enter, exit, keyframes, loop }, t, duration, isStaggered) {
  const { x, y, ...motion } = together(isStaggered ? STILL : entrance(enter, t), departure(exit, t, duration));
  const last = keyframes.at(-1)?.t;
  const at = (property, otherwise) => keyed(keyframes, property, loop && last > 0 ? t % last : t, otherwise);
  return {
    ...motion,
    scale: Math.max(0, motion.scale * at("scale", 1)),
    opacity: motion.opacity * at("opacity", 1),
    rotate: motion.rotate + at("rotate", 0),
    x: x * STEP * short + (at("dx", 0) / 100) * width,
    y: y * STEP * short + (at("dy", 0) / 100) * height,
  };
}

/** Before the first keyframe and after the last it stands still; a keyframe that is silent keeps it. */
export function keyed(keyframes, property, t, otherwise) {
  let value = otherwise;
  let before = null;
  for (const frame of keyframes) {
    const next = frame[property] ?? value;
    if (t < frame.t) return before ? lerp(value, next, ease(frame.ease, progress(t, before.t, frame.t - before.t))) : next;
    [value, before] = [next, frame];
  }
  return value;
}
