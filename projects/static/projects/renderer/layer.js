import { chart } from "./chart.js";
import { counter } from "./counter.js";
import { clamp } from "./easing.js";
import { image } from "./image.js";
import { STILL, departure, entrance, keyed, together } from "./motion.js";
import { blurFilter, clipPath, group, rect, refer, round, transform } from "./node.js";
import { shape } from "./shape.js";
import { staggers, text } from "./text.js";

const types = { text, image, shape, chart, counter };
const STEP = 0.1; // of the canvas's short side
const BLUR = 18;

export function layer(stage, given, { t, duration, papers, words, id }) {
  const box = boxOf(stage, given);
  const parts = types[given.type](stage, given, box, { t, duration, papers, words, id });
  const motion = motionOf(stage, given, t, duration);
  const definitions = [];
  const attributes = {
    transform: transform(motion, box.x + box.w / 2, box.y + box.h / 2),
    opacity: motion.opacity < 1 ? round(clamp(motion.opacity)) : undefined,
  };
  if (motion.shown < 1) {
    const out = stage.short * 0.08; // a shadow and a descender stand out
    const seen = { x: box.x - out, y: box.y - out, w: (box.w + 2 * out) * motion.shown, h: box.h + 2 * out };
    definitions.push(clipPath(`${id}-wipe`, rect("wipe", seen)));
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
  const frames = given.keyframes;
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

/** What the box shows comes up from under its sill. */
function risen(drawn, box, rises, id) {
  const lifted = group("lifted", { transform: transform({ y: rises * box.h * 1.05 }) }, [drawn]);
  return group(drawn.key, { "clip-path": refer(id) }, [clipPath(id, rect("window", box)), lifted]);
}
