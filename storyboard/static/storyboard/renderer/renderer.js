// No clock, no chance and no page go in, so that the preview and every export show the same.
import { colourOf, legible } from "./colour.js";
import { errorCard } from "./error-card.js";
import { familyOf, signsOf } from "./fonts.js";
import { node, rect } from "./node.js";
import { scene } from "./scene.js";
import { onStage } from "./timeline.js";

export { coverFrame } from "./cover.js";
export { onStage, timeline, totalFrames } from "./timeline.js";

/** A tree of nodes. `scope` begins its ids: several may stand on one page. */
export function render(document, frame, { scope = "", addressOf = (id) => id } = {}) {
  const stage = { ...stageOf(document), frame, scope, addressOf };
  const { width, height } = stage;
  const ground = rect("ground", stage.all, { fill: stage.colour("bg") });
  const viewBox = `0 0 ${width} ${height}`;
  const attributes = { width, height, viewBox, "font-family": familyOf(document), "text-rendering": "geometricPrecision" };
  return node("svg", "frame", attributes, [ground, ...onStage(document, frame).map((span) => isolated(stage, span))]);
}

function isolated(stage, span) {
  try {
    return scene(stage, span);
  } catch {
    return errorCard(stage, span);
  }
}

function stageOf(document) {
  const { canvas, style, assets } = document;
  const { width, height, fps } = canvas;
  const short = Math.min(width, height);
  const colour = (name) => colourOf(style.palette, name);
  return {
    width,
    height,
    short,
    side: { x: width, y: height },
    all: { x: 0, y: 0, w: width, h: height },
    fps,
    unit: short / 720, // sizes in a document are for a short side of 720
    assets,
    palette: style.palette,
    colour,
    signs: (said) => signsOf(document, said),
    // A colour by value is what was asked for; a token is made legible.
    ink: (name, papers) => (name.startsWith("#") ? colour(name) : legible(colour(name), papers, colour("bg"))),
  };
}
