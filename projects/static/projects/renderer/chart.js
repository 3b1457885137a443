// Charts: which of its kinds draws one, and what the kinds have in common.
import { bars } from "./chart-bars.js";
import { donut } from "./chart-donut.js";
import { line } from "./chart-line.js";
import { decimalsOf } from "./number-format.js";

const kinds = { bar: bars, line, donut };

export function chart(stage, layer, box, moment) {
  const values = layer.data.map((value) => (Number.isFinite(value) ? Math.max(0, value) : 0));
  const labels = values.map((_, i) => layer.labels?.[i] ?? "");
  const start = (layer.enter?.at ?? 0) + 0.15;
  const decimals = Math.min(2, Math.max(...layer.data.map(decimalsOf)));
  const size = Math.min(22 * stage.unit, box.h * 0.075, box.w * 0.06); // of the labels
  const data = { values, labels, decimals, size, start, peak: Math.max(...values), colour: stage.colour(layer.color ?? "accent") };
  return kinds[layer.kind](stage, data, box, moment);
}
