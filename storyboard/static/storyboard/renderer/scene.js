import { background } from "./background.js";
import { filmed } from "./camera.js";
import { underlaysOf } from "./underlays.js";
import { grouped } from "./groups.js";
import { layer } from "./layer.js";
import { group } from "./node.js";
import { staged } from "./transition.js";

export function scene(stage, span) {
  const { scene: given, index, from, to } = span;
  const duration = (to - from) / stage.fps;
  const t = (stage.frame - from) / stage.fps;
  const id = `${stage.scope}${index}`;
  const { attributes, definitions } = staged(span, stage, `${id}-cut`);
  const set = { ...stage, isFilmed: Boolean(given.camera?.length) };
  const on = underlaysOf(set, given);
  const drawn = given.layers.map((each, i) => layer(set, each, { t, duration, id: `${id}-${i}`, ...on[i] }));
  const layers = filmed(stage, given.camera, t, grouped(set, given, drawn, { t, duration }, id));
  return group(given.id, attributes, [...definitions, background(stage, given.background, t / duration, id), ...layers]);
}
