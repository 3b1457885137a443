import { background } from "./background.js";
import { QUIET, mix } from "./colour.js";
import { SCRIM } from "./image.js";
import { boxOf, layer } from "./layer.js";
import { papers } from "./lights.js";
import { group } from "./node.js";
import { staged } from "./transition.js";

const SPEAKS = new Set(["text", "counter", "chart"]);
const [COVERED, TOUCHED] = [0.95, 0.05]; // of a layer, by what lies under it

export function scene(stage, span) {
  const { scene: given, index, from, to } = span;
  const duration = (to - from) / stage.fps;
  const t = (stage.frame - from) / stage.fps;
  const id = `${stage.scope}${index}`;
  const { attributes, definitions } = staged(span, stage, `${id}-cut`);
  const layers = given.layers.map((each, i) =>
    layer(stage, each, { t, duration, id: `${id}-${i}`, papers: under(stage, given, i), words: wordsOver(stage, given, i) }),
  );
  return group(given.id, attributes, [...definitions, background(stage, given.background, t / duration, id), ...layers]);
}

/** The colours that a layer lies on: of the background, the last card or picture beneath it, or both. */
function under(stage, { background: ground, layers }, index) {
  const { type, color } = layers[index];
  const box = boxOf(stage, layers[index]);
  const area = QUIET.includes(color ?? "ink") ? stage.all : box;
  return layers.slice(0, index).reduce((colours, below) => {
    const share = below.type === "shape" || below.type === "image" ? overlap(box, boxOf(stage, below)) : 0;
    if (share > COVERED) return coloursOf(stage, below, colours);
    return SPEAKS.has(type) && share > TOUCHED ? [...colours, ...coloursOf(stage, below, colours)] : colours;
  }, papers(stage, ground, area));
}

function overlap(box, other) {
  const w = Math.min(box.x + box.w, other.x + other.w) - Math.max(box.x, other.x);
  const h = Math.min(box.y + box.h, other.y + other.h) - Math.max(box.y, other.y);
  return (Math.max(0, w) * Math.max(0, h)) / (box.w * box.h);
}

function coloursOf(stage, { type, shape, glass, fill, keyframes }, beneath) {
  if (type === "image") return ["#ffffff", "#000000"].map((end) => mix(end, stage.colour("bg"), SCRIM));
  if (glass) return beneath.map((colour) => mix(colour, stage.colour(fill ?? "ink"), 0.1));
  if (!fill || shape === "path") return beneath;
  const opacities = keyframes.length ? keyframes.map(({ opacity }) => opacity ?? 1) : [1];
  return beneath.flatMap((colour) => opacities.map((opacity) => mix(colour, stage.colour(fill), opacity)));
}

function wordsOver(stage, { layers }, index) {
  if (layers[index].type !== "image") return [];
  const box = boxOf(stage, layers[index]);
  const above = layers.slice(index + 1).filter(({ type }) => SPEAKS.has(type)).map((each) => boxOf(stage, each));
  return above.filter((each) => overlap(each, box) > 0.5);
}
