import { background } from "./background.js";
import { grounds } from "./grounds.js";
import { layer } from "./layer.js";
import { group } from "./node.js";
import { staged } from "./transition.js";

export function scene(stage, span) {
  const { scene: given, index, from, to } = span;
  const duration = (to - from) / stage.fps;
  const t = (stage.frame - from) / stage.fps;
  const id = `${stage.scope}${index}`;
  const { attributes, definitions } = staged(span, stage, `${id}-cut`);
  const on = grounds(stage, given);
  const layers = given.layers.map((each, i) => layer(stage, each, { t, duration, id: `${id}-${i}`, ...on[i] }));
  return group(given.id, attributes, [...definitions, background(stage, given.background, t / duration, id), ...layers]);
}
