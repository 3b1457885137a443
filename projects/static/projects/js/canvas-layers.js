// Which layer of a scene is where on the monitor: found in what the renderer has drawn.
import { keyOf } from "../../storyboard/renderer/patch.js";

const LARGE = 0.5; // of the picture: a shape that covers more is a ground, not a thing to take hold of
const REACH = 4; // px around the letters of a text

/** The layer at a point of the screen: texts first, then what lies highest. Undefined: none. */
export function layerAt(picture, scene, x, y) {
  const texts = scene.layers.filter(({ type }) => type === "text" || type === "counter").toReversed();
  const hit = texts.find((layer) => contains(elementOf(picture, scene, layer.id), x, y));
  if (hit) return hit;
  const area = picture.clientWidth * picture.clientHeight * LARGE;
  for (const element of document.elementsFromPoint(x, y)) {
    const layer = picture.contains(element) && layerOf(picture, scene, element);
    if (!layer || !isSeen(element, picture)) continue;
    const { width, height } = elementOf(picture, scene, layer.id).getBoundingClientRect();
    if (width * height < area) return layer;
  }
}

/** The group that draws a layer, with its motion; null while it is not drawn. */
export function elementOf(picture, scene, layerId) {
  const root = find(picture, scene.id);
  let found = root && find(root, layerId);
  for (let inner = found; inner; inner = find(inner, layerId)) found = inner; // a window around it has the same key
  return found;
}

function find(root, key) {
  return [...root.querySelectorAll("g")].find((element) => keyOf(element) === key) ?? null;
}

function layerOf(picture, scene, element) {
  const keys = [];
  for (let node = element; node !== picture; node = node.parentNode) keys.unshift(keyOf(node));
  const below = keys.slice(keys.indexOf(scene.id) + 1);
  return keys.includes(scene.id) ? scene.layers.find(({ id }) => below.includes(id)) : undefined;
}

function contains(element, x, y) {
  if (!element || !isSeen(element, element.ownerSVGElement)) return false;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return right > left && x >= left - REACH && x <= right + REACH && y >= top - REACH && y <= bottom + REACH;
}

function isSeen(element, root) {
  for (let node = element; node !== root; node = node.parentNode) if (Number(node.getAttribute("opacity") ?? 1) < 0.05) return false;
  return true;
}
