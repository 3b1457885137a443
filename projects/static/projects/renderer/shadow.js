// A soft shadow of a rounded box: a few thin sheets under it. Cheaper than a blur, and drawn alike everywhere.
import { group, node, round } from "./node.js";

const SHEETS = [4, 10, 18, 28, 40]; // how far each stands out, for a canvas whose short side is 720

export function shadow(stage, { x, y, w, h }, radius, strength = 0.07) {
  const fall = 14 * stage.unit;
  const sheets = SHEETS.map((far, i) => {
    const out = far * stage.unit;
    return node("rect", i, {
      x: round(x - out),
      y: round(y - out + fall),
      width: round(w + 2 * out),
      height: round(h + 2 * out),
      rx: round(radius + out),
      fill: "#000000",
      "fill-opacity": round(strength * (1 - i / SHEETS.length)),
    });
  });
  return group("shadow", {}, sheets);
}
