// A storyboard and a number of a frame become a tree of plain nodes. Nothing else goes in: no clock, no chance, no page;
// so the preview, an export and a test see the same picture.
import { colourOf, legible } from "./colour.js";
import { errorCard } from "./error-card.js";
import { node } from "./node.js";
import { scene } from "./scene.js";
import { onStage } from "./timeline.js";

export { onStage, timeline, totalFrames } from "./timeline.js";

const SHORT_SIDE = 720; // sizes in a document are for a canvas whose short side is this
const FAMILY = '"Inter Variable", Inter, system-ui, sans-serif';

/** `scope` begins the ids in the tree, so that several may stand on one page. */
export function render(document, frame, scope = "frame") {
  const stage = stageOf(document, frame, scope);
  const { width, height } = stage;
  const ground = node("rect", "ground", { x: 0, y: 0, width, height, fill: stage.colour("bg") });
  const attributes = {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": FAMILY,
    "text-rendering": "geometricPrecision",
  };
  return node("svg", "frame", attributes, [ground, ...onStage(document, frame).map((span) => isolated(stage, span))]);
}

function isolated(stage, span) {
  try {
    return scene(stage, span);
  } catch {
    return errorCard(stage, span, `${stage.scope}${span.index}`);
  }
}

function stageOf({ canvas, style, assets }, frame, scope) {
  const { width, height, fps } = canvas;
  const short = Math.min(width, height);
  const colour = (name) => colourOf(style.palette, name);
  return {
    width,
    height,
    short,
    side: { x: width, y: height },
    fps,
    frame,
    scope,
    unit: short / SHORT_SIDE,
    assets: assets ?? {},
    colour,
    family: () => undefined,
    legible: (name, papers) => legible(colour(name), papers, 4.5),
  };
}
