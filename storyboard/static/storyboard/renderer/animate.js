// What an entrance, an exit and keyframes make of something that is drawn: a layer or a group.
import { clamp } from "./easing.js";
import { pixels } from "./box.js";
import { motionOf } from "./motion.js";
import { blurFilter, clipPath, group, rect, refer, round, transform } from "./node.js";

const BLUR = 18;

export function animate(stage, given, box, parts, { t, duration, id, isStaggered = false }) {
  const motion = motionOf(stage, given, t, duration, isStaggered);
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

/** What the box shows comes up from under its sill. */
function risen(drawn, box, rises, id) {
  const lifted = group("lifted", { transform: transform({ y: rises * box.h * 1.05 }) }, [drawn]);
  return group(drawn.key, { "clip-path": refer(id) }, [clipPath(id, rect("window", box)), lifted]);
}

/** Seen through a window with round corners, given in % of the canvas. */
export function windowed(stage, clip, parts, key, id) {
  const box = pixels(stage, clip);
  const corner = Math.min(clip.radius * stage.unit, box.w / 2, box.h / 2);
  return group(key, { "clip-path": refer(id) }, [clipPath(id, rect("window", box, { rx: round(corner) })), ...parts]);
}
