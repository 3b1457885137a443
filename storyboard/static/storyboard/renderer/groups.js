// Layers that move as one. A group lies where the lowest of its layers lies, and they lie together.
import { pixels } from "./box.js";
import { animate, windowed } from "./animate.js";

/** `drawn`: the nodes of the scene's layers, in order. */
export function grouped(stage, { layers, groups = [] }, drawn, moment, id) {
  const known = new Map(groups.map((each) => [each.id, each]));
  const begun = new Set();
  return layers.flatMap(({ group: name }, i) => {
    const found = known.get(name);
    if (!found) return [drawn[i]];
    if (begun.has(name)) return [];
    begun.add(name);
    const members = drawn.filter((_, j) => layers[j].group === name);
    return [asOne(stage, found, members, moment, `${id}-g${groups.indexOf(found)}`)];
  });
}

function asOne(stage, given, members, { t, duration }, id) {
  const box = given.box ?? given.clip ? pixels(stage, given.box ?? given.clip) : stage.all;
  const parts = given.clip ? [windowed(stage, given.clip, members, "cut", `${id}-clip`)] : members;
  return animate(stage, given, box, parts, { t, duration, id });
}
