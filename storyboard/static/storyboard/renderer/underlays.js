// What each layer of a scene lies on, worked out once for a scene. However much lies on one spot, the colours stay few.
import { boxOf } from "./box.js";
import { QUIET, colourOf, luminance, mix } from "./colour.js";
import { SCRIM } from "./image.js";
import { papers } from "./lights.js";
import { memoize } from "./memoize.js";

const SPEAKS = new Set(["text", "counter", "chart"]);
const LIES = new Set(["shape", "image"]); // and others may lie on it
const [COVERED, TOUCHED] = [0.95, 0.05]; // of a layer, by what lies under it
export const MOST = 48; // colours under a layer: the darkest, the lightest, and as many evenly between

/** For each layer: `papers`, the colours that it must be told from, and for a picture `words`, the boxes of what is said on it. */
export function underlaysOf({ width, height, palette, isFilmed }, { background, layers }) {
  return found({ width, height, isFilmed }, palette, background, layers.map(seen));
}

// All that the answer depends on, and no more: it is the key under which it is remembered.
function seen({ type, box, clip, group, color, shape, glass, fill, gradient, stroke, keyframes }) {
  const opacities = keyframes.length ? keyframes.map(({ opacity }) => opacity ?? 1) : [1];
  const isQuiet = [fill, stroke, type === "icon" && color].some((tone) => QUIET.includes(tone));
  const fills = gradient?.colors ?? (fill ? [fill] : []);
  const extremes = [...new Set([Math.max(...opacities), Math.min(...opacities)])];
  return { type, box: LIES.has(type) && clip ? clip : box, group, color, shape, glass, fills, isQuiet, opacities: extremes };
}

const found = memoize((canvas, palette, background, layers) => {
  const stage = { ...canvas, colour: (name) => colourOf(palette, name) };
  const boxes = layers.map((layer) => boxOf(stage, layer));
  return layers.map((_, i) => ({ papers: under(stage, background, layers, boxes, i), words: wordsOver(layers, boxes, i) }));
});

/** The colours of the background, of the last card or picture beneath the layer, or of both. */
function under(stage, background, layers, boxes, index) {
  const { type, color, isQuiet } = layers[index];
  if (!SPEAKS.has(type) && !isQuiet) return []; // it has its colours whatever it lies on
  const box = boxes[index];
  const area = QUIET.includes(color ?? "ink") ? { x: 0, y: 0, w: stage.width, h: stage.height } : box;
  return layers.slice(0, index).reduce((colours, below, i) => {
    const share = LIES.has(below.type) ? overlap(box, boxes[i]) : 0;
    if (share > COVERED) return few(coloursOf(stage, below, colours));
    return SPEAKS.has(type) && share > TOUCHED ? few([...colours, ...coloursOf(stage, below, colours)]) : colours;
  }, papers(stage, background, area));
}

function overlap(box, other) {
  const w = Math.min(box.x + box.w, other.x + other.w) - Math.max(box.x, other.x);
  const h = Math.min(box.y + box.h, other.y + other.h) - Math.max(box.y, other.y);
  return (Math.max(0, w) * Math.max(0, h)) / (box.w * box.h);
}

function coloursOf(stage, { type, shape, glass, fills, opacities }, beneath) {
  if (type === "image") return ["#ffffff", "#000000"].map((end) => mix(end, stage.colour("bg"), SCRIM));
  if (glass) return beneath.map((colour) => mix(colour, stage.colour(fills[0] ?? "ink"), 0.1));
  if (!fills.length || shape === "path") return beneath;
  return fills.flatMap((fill) => beneath.flatMap((colour) => opacities.map((opacity) => mix(colour, stage.colour(fill), opacity))));
}

function few(colours) {
  const distinct = [...new Set(colours)];
  if (distinct.length <= MOST) return distinct;
  const sorted = distinct.map((colour) => [luminance(colour), colour]).sort(([a], [b]) => a - b);
  return Array.from({ length: MOST }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (MOST - 1))][1]);
}

/** A text with a card of its own between itself and the picture needs no shade on the picture. */
function wordsOver(layers, boxes, index) {
  if (layers[index].type !== "image") return [];
  const isCard = ({ type, shape, glass, fills, opacities }) => type === "shape" && shape !== "path" && fills.length && !glass && Math.max(...opacities) > 0.9;
  return boxes.filter((box, i) => {
    if (i <= index || !SPEAKS.has(layers[i].type) || overlap(box, boxes[index]) <= 0.5) return false;
    return !layers.some((card, j) => j > index && j < i && isCard(card) && overlap(box, boxes[j]) > COVERED);
  });
}
