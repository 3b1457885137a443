// Thin sheets: cheaper than a blur, and drawn alike everywhere.
import { group, rect, round } from "./node.js";

const SHEETS = [4, 10, 18, 28, 40];

export function shadow({ unit }, { x, y, w, h }, radius, strength = 0.07) {
  const sheets = SHEETS.map((far, i) => {
    const out = far * unit;
    const box = { x: x - out, y: y - out + 14 * unit, w: w + 2 * out, h: h + 2 * out };
    return rect(i, box, { rx: round(radius + out), fill: "#000000", "fill-opacity": round(strength * (1 - i / SHEETS.length)) });
  });
  return group("shadow", {}, sheets);
}
