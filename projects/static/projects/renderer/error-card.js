// What stands in the place of a scene that cannot be drawn. The other scenes are not concerned.
import { group, linearGradient, node, refer, round } from "./node.js";
import { piece } from "./text.js";

export function errorCard({ width, height, unit }, { scene, index }, id) {
  const words = { x: width / 2, anchor: "middle" };
  const stripes = { x1: 0, y1: 0, x2: width, y2: height };
  const mark = { x: round(width / 2 - 36 * unit), y: round(height / 2 - 86 * unit), width: round(72 * unit), height: round(6 * unit) };
  return group(scene?.id ?? `scene${index}`, { "data-failed": scene?.id ?? index }, [
    linearGradient(`${id}-failed`, stripes, [[0, "#241a1c"], [1, "#171214"]]),
    node("rect", "ground", { x: 0, y: 0, width, height, fill: refer(`${id}-failed`) }),
    node("rect", "mark", { ...mark, rx: round(3 * unit), fill: "#ff9d98" }),
    piece("title", `Scene ${index + 1} cannot be shown`, { ...words, y: height / 2, size: 36 * unit, weight: 700, fill: "#f7ecec" }),
    piece("hint", "The other scenes play as before.", { ...words, y: height / 2 + 44 * unit, size: 22 * unit, weight: 450, fill: "#c3adae" }),
  ]);
}
