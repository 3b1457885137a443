import { bars } from "./chart-bars.js";
import { donut } from "./chart-donut.js";
import { line } from "./chart-line.js";
import { decimalsOf } from "./counter.js";

const kinds = { bar: bars, line, donut };

export function chart(stage, { kind, data: values, labels, color, enter }, box, moment) {
  const data = {
    values,
    labels: values.map((_, i) => labels[i] ?? ""),
    decimals: Math.max(...values.map(decimalsOf)),
    size: Math.min(26 * stage.unit, box.h * 0.075, box.w * 0.06), // of the labels
    foot: labels.some(Boolean) ? 2.1 : 0.4, // room for the labels, in sizes
    start: (enter?.at ?? 0) + 0.15,
    peak: Math.max(...values),
    colour: stage.colour(color),
    ink: stage.ink("ink", moment.papers),
    quiet: stage.ink("muted", moment.papers),
  };
  return kinds[kind](stage, data, box, moment);
}
