import { boxOf } from "./box.js";
import { chart } from "./chart.js";
import { counter } from "./counter.js";
import { device } from "./device.js";
import { icon } from "./icon.js";
import { image } from "./image.js";
import { animate, windowed } from "./animate.js";
import { shape } from "./shape.js";
import { staggers, text } from "./text.js";

const types = { text, image, shape, chart, counter, icon, device };

export function layer(stage, given, moment) {
  const box = boxOf(stage, given);
  const parts = types[given.type](stage, given, box, moment);
  const drawn = animate(stage, given, box, parts, { ...moment, isStaggered: staggers(given) });
  return given.clip ? windowed(stage, given.clip, [drawn], given.id, `${moment.id}-clip`) : drawn;
}
