// Screens in their frames. A frame is as large as fits into its box; a browser's window fills it.
import { lookup } from "./lookup.js";
import { mix } from "./colour.js";
import { ease, lerp, progress } from "./easing.js";
import { frames } from "./device-frames.js";
import { pictureOf } from "./image.js";
import { clipPath, group, rect, refer, round } from "./node.js";
import { shadow } from "./shadow.js";

const SETTLED = 0.2; // seconds after its entrance a screen begins to scroll

export function device(stage, layer, box, { t, id }) {
  const colour = stage.colour(layer.color ?? "#15171c");
  const { body, radius, screen, behind, front } = lookup(frames, layer.kind, "phone")(stage, layer, box, colour);
  const window = rect("window", screen, { rx: round(screen.radius) });
  const shown = layer.asset_id ? [scrolled(stage, layer, screen, t)] : [];
  return [
    shadow(stage, body, radius),
    ...behind,
    clipPath(`${id}-screen`, window),
    group("screen", { "clip-path": refer(`${id}-screen`) }, [rect("empty", screen, { fill: mix(stage.colour("surface"), "#ffffff", 0.04) }), ...shown]),
    ...front,
  ];
}

/** As wide as the screen; what is higher than the screen can be scrolled through. */
function scrolled(stage, { asset_id: name, scroll, enter }, { x, y, w, h }, t) {
  const { asset, picture } = pictureOf(stage, name);
  const scale = Math.max(w / asset.width, h / asset.height);
  const [wide, high] = [asset.width * scale, asset.height * scale];
  const start = scroll?.at ?? (enter ? enter.at + enter.duration : 0) + SETTLED;
  const part = scroll ? lerp(scroll.from, scroll.to, ease(scroll.ease, progress(t, start, scroll.duration))) : 0;
  return picture({ x: x + (w - wide) / 2, y: y - (high - h) * part, w: wide, h: high });
}
