// Pictures: cut to their box, with a slow move through them if wished.
import { clipPath, group, node, refer, round } from "./node.js";
import { seeded } from "./seed.js";
import { shadow } from "./shadow.js";

export const SCRIM = 0.62; // of the background over a picture that a text lies on

// A picture is ours or it is in the document: nothing else is ever fetched.
const OURS = /^(\/(?![/\\])[\w./~-]*|data:image\/(png|jpeg|webp|gif);base64,[\w+/=]+)$/;

export const isOurs = (src) => typeof src === "string" && OURS.test(src) && !src.includes("..");

export function image(stage, layer, box, { t, duration, id, isUnderText }) {
  const asset = Object.hasOwn(stage.assets, layer.asset_id) ? stage.assets[layer.asset_id] : null;
  if (!asset || !isOurs(asset.src)) throw new Error(`There is no image ${layer.asset_id}`);
  const place = fitted(asset, box, layer.fit);
  const seen = layer.fit === "contain" ? place : box;
  const radius = Math.min((layer.radius ?? 0) * stage.unit, seen.w / 2, seen.h / 2);
  const { x, y, w, h } = layer.ken_burns ? wandering(place, t / duration, strengthOf(layer), layer.id) : place;
  const cut = { x: round(seen.x), y: round(seen.y), width: round(seen.w), height: round(seen.h), rx: round(radius) };
  const picture = node("image", "picture", {
    href: asset.src, x: round(x), y: round(y), width: round(w), height: round(h), preserveAspectRatio: "none",
  });
  const parts = [clipPath(`${id}-frame`, node("rect", "frame", cut)), group("picture", { "clip-path": refer(`${id}-frame`) }, [picture])];
  if (isUnderText) parts.push(node("rect", "scrim", { ...cut, fill: stage.colour("bg"), "fill-opacity": SCRIM }));
  return radius > 0 ? [shadow(stage, seen, radius), ...parts] : parts;
}

function fitted({ width, height }, box, fit) {
  const [across, down] = [box.w / width, box.h / height];
  const scale = fit === "contain" ? Math.min(across, down) : Math.max(across, down);
  const [w, h] = [width * scale, height * scale];
  return { x: box.x + (box.w - w) / 2, y: box.y + (box.h - h) / 2, w, h };
}

const strengthOf = ({ ken_burns: strength }) => (strength === true ? 0.14 : strength);

/** In or out, and towards one side: which, only the layer's id decides. */
function wandering({ x, y, w, h }, p, strength, name) {
  const near = seeded(name) < 0.5 ? p : 1 - p;
  const scale = 1 + strength * near;
  const [dx, dy] = [seeded(`${name} x`) - 0.5, seeded(`${name} y`) - 0.5];
  const [left, top] = [w * (scale - 1) * (0.5 + dx * 0.8), h * (scale - 1) * (0.5 + dy * 0.8)];
  return { x: x - left, y: y - top, w: w * scale, h: h * scale };
}
