import { QUIET } from "./colour.js";
import { clamp, ease, progress } from "./easing.js";
import { ICONS } from "./icons.js";
import { fine, group, node, round } from "./node.js";
import { pen } from "./shape.js";

const GRID = 24; // what the outlines are drawn in

export function icon(stage, { name, color, stroke_width: width, draw, enter }, box, { t, papers }) {
  const outlines = Object.hasOwn(ICONS, name) ? ICONS[name] : [];
  const side = Math.min(box.w, box.h);
  const [x, y] = [box.x + (box.w - side) / 2, box.y + (box.h - side) / 2];
  const tone = QUIET.includes(color) ? stage.ink(color, papers) : stage.colour(color);
  const part = draw ? ease(draw.ease, progress(t, draw.at ?? enter?.at ?? 0, draw.duration)) : 1;
  const strokes = outlines.flatMap((d, i) => {
    const drawn = clamp(part * outlines.length - i); // one after the other
    return drawn > 0 ? [node("path", i, { d, ...pen(tone, width, drawn) })] : [];
  });
  return [group("icon", { transform: `translate(${round(x)} ${round(y)})scale(${fine(side / GRID)})` }, strokes)];
}
