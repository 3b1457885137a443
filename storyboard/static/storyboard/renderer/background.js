import { lightsOf, resolved } from "./lights.js";
import { group, linearGradient, radialGradient, rect, refer } from "./node.js";
import { pattern } from "./pattern.js";

export function background(stage, given, moment, id) {
  const sheet = (key, fill) => rect(key, stage.all, { fill });
  const [ground, ...lights] = lightsOf(resolved(stage, given), moment);
  const drawn = lights.flatMap(({ stops, ...geometry }, i) => {
    const make = geometry.r ? radialGradient : linearGradient;
    return [make(`${id}-light${i}`, geometry, stops), sheet(`light${i}`, refer(`${id}-light${i}`))];
  });
  const lines = given.pattern === "none" ? [] : [pattern(stage, given.pattern, moment, id)];
  return group("background", {}, [sheet("ground", ground), ...drawn, ...lines]);
}
