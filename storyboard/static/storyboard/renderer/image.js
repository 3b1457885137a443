import { clipPath, group, linearGradient, node, rect, refer, round, rounded } from "./node.js";
import { shadow } from "./shadow.js";

export const SCRIM = 0.62; // of the background over a picture that a text lies on

const KEPT = /^asset:([0-9a-f-]{36})$/; // nothing else is ever fetched

/** An asset and how it is drawn into a box. */
export function pictureOf({ assets, addressOf }, name) {
  const asset = Object.hasOwn(assets, name) ? assets[name] : null;
  const [, file] = KEPT.exec(asset?.src) ?? [];
  if (!file) throw new Error(`There is no image ${name}`);
  const picture = ({ x, y, w, h }) =>
    node("image", "picture", { href: addressOf(file), ...rounded({ x, y, width: w, height: h }), preserveAspectRatio: "none" });
  return { asset, picture };
}

export function image(stage, layer, box, { t, duration, id, words }) {
  const { asset, picture } = pictureOf(stage, layer.asset_id);
  const place = fitted(asset, box, layer.fit);
  const seen = layer.fit === "contain" ? place : box;
  const radius = Math.min(layer.radius * stage.unit, seen.w / 2, seen.h / 2);
  const moved = layer.ken_burns ? wandering(place, t / duration, layer) : place;
  const parts = [clipPath(`${id}-frame`, rect("frame", seen, { rx: round(radius) })), group("picture", { "clip-path": refer(`${id}-frame`) }, [picture(moved)])];
  if (words.length) parts.push(shade(stage, seen, words, `${id}-scrim`), rect("scrim", seen, { rx: round(radius), fill: refer(`${id}-scrim`) }));
  return radius > 0 ? [shadow(stage, seen, radius), ...parts] : parts;
}

/** As the background where something is said, clear on the other side. */
function shade({ colour }, { x, y, w, h }, words, id) {
  const [left, top] = [Math.min(...words.map((box) => box.x)) - x, Math.min(...words.map((box) => box.y)) - y];
  const [right, bottom] = [Math.max(...words.map((box) => box.x + box.w)) - x, Math.max(...words.map((box) => box.y + box.h)) - y];
  const isAside = right - left < 0.72 * w;
  const [from, to, all] = isAside ? [left, right, w] : [top, bottom, h];
  const isNear = from < all - to;
  const reach = Math.min(1, (isNear ? to : all - from) / all);
  const stops = [[0, SCRIM], [reach, SCRIM], [Math.min(1, reach + 0.3), 0.08]].map(([at, part]) => [at, colour("bg"), part]);
  const [start, end] = isNear ? [0, 1] : [1, 0];
  const along = isAside ? { x1: x + start * w, y1: y, x2: x + end * w, y2: y } : { x1: x, y1: y + start * h, x2: x, y2: y + end * h };
  return linearGradient(id, along, stops);
}

function fitted({ width, height }, box, fit) {
  const [across, down] = [box.w / width, box.h / height];
  const scale = fit === "contain" ? Math.min(across, down) : Math.max(across, down);
  const [w, h] = [width * scale, height * scale];
  return { x: box.x + (box.w - w) / 2, y: box.y + (box.h - h) / 2, w, h };
}

/** In or out, towards one side: the layer's id decides. */
function wandering({ x, y, w, h }, p, { id: name, ken_burns: far }) {
  const near = seeded(name) < 0.5 ? p : 1 - p;
  const scale = 1 + far * near;
  const [dx, dy] = [seeded(`${name} x`) - 0.5, seeded(`${name} y`) - 0.5];
  const [left, top] = [w * (scale - 1) * (0.5 + dx * 0.8), h * (scale - 1) * (0.5 + dy * 0.8)];
  return { x: x - left, y: y - top, w: w * scale, h: h * scale };
}

// A number in [0, 1) that only the text decides (FNV-1a, then mixed).
function seeded(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}
