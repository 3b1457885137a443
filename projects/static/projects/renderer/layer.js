// One layer: its box on the canvas, its movement, and what its type draws into it.
import { chart } from "./chart.js";
import { counter } from "./counter.js";
import { clamp } from "./easing.js";
import { image } from "./image.js";
import { STILL, departure, entrance, keyed, together } from "./motion.js";
import { blurFilter, clipPath, group, node, refer, round, transform } from "./node.js";
import { shape } from "./shape.js";
import { staggers, text } from "./text.js";

const types = { text, image, shape, chart, counter };
const STEP = 0.1; // of the canvas's short side: how far a layer moves
const BLUR = 18;

export function layer(stage, given, { t, duration, papers, isUnderText, id }) {
  const box = boxOf(stage, given);
  const parts = types[given.type](stage, given, box, { t, duration, papers, isUnderText, id });
  const motion = motionOf(stage, given, t, duration);
  const definitions = [];
  const attributes = {
    transform: transform(motion, box.x + box.w / 2, box.y + box.h / 2),
    opacity: motion.opacity < 1 ? round(clamp(motion.opacity)) : undefined,
  };
  if (motion.shown < 1) {
    definitions.push(clipPath(`${id}-wipe`, node("rect", "wipe", wiped(stage, box, motion.shown))));
    attributes["clip-path"] = refer(`${id}-wipe`);
  }
  if (motion.blur > 0.01) {
    definitions.push(blurFilter(`${id}-blur`, motion.blur * BLUR * stage.unit));
    attributes.filter = refer(`${id}-blur`);
  }
  const drawn = group(given.id, attributes, [...definitions, ...parts]);
  return motion.rises ? risen(drawn, box, motion.rises, `${id}-slit`) : drawn;
}

export function boxOf({ width, height }, { type, box }) {
  const [x, y] = [(box.x / 100) * width, (box.y / 100) * height];
  const [w, h] = [(box.w / 100) * width, (box.h / 100) * height];
  if (type === "image" || type === "shape") return { x, y, w, h };
  const [left, top] = [clamp(x, 0, width * 0.98), clamp(y, 0, height * 0.98)]; // words are never cut
  return { x: left, y: top, w: Math.max(1, Math.min(x + w, width) - left), h: Math.max(1, Math.min(y + h, height) - top) };
}

function motionOf(stage, given, t, duration) {
  const arrives = staggers(given) ? STILL : entrance(given.enter, t);
  const { x, y, ...motion } = together(arrives, departure(given.exit, t, duration));
  const frames = given.keyframes ?? [];
  const scale = motion.scale * keyed(frames, "scale", t, 1);
  return {
    ...motion,
    scale: Math.max(0, scale),
    opacity: motion.opacity * keyed(frames, "opacity", t, 1),
    rotate: motion.rotate + keyed(frames, "rotate", t, 0),
    x: x * STEP * stage.short + (keyed(frames, "dx", t, 0) / 100) * stage.width,
    y: y * STEP * stage.short + (keyed(frames, "dy", t, 0) / 100) * stage.height,
  };
}

function wiped({ short }, { x, y, w, h }, shown) {
  const out = short * 0.08; // a shadow and a descender stand out
  return { x: round(x - out), y: round(y - out), width: round((w + 2 * out) * shown), height: round(h + 2 * out) };
}

/** Behind a slit: the box is the window, and what it shows comes up from under its sill. */
function risen(drawn, { x, y, w, h }, rises, id) {
  const window = { x: round(x), y: round(y), width: round(w), height: round(h) };
  const lifted = group("lifted", { transform: transform({ y: rises * h * 1.05 }) }, [drawn]);
  return group(drawn.key, { "clip-path": refer(id) }, [clipPath(id, node("rect", "window", window)), lifted]);
}
