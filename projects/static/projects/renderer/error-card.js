// What stands in the place of a scene that cannot be drawn. The other scenes are not concerned.
import { group, rect } from "./node.js";
import { piece } from "./text.js";

export function errorCard({ width, height, unit }, { scene, index }) {
  const line = (key, said, y, size, weight, fill) => piece(key, said, { x: width / 2, y: height / 2 + y * unit, size: size * unit, weight, fill, anchor: "middle" });
  return group(scene?.id ?? index, { "data-failed": index }, [
    rect("ground", { x: 0, y: 0, w: width, h: height }, { fill: "#1c1416" }),
    rect("mark", { x: width / 2 - 36 * unit, y: height / 2 - 86 * unit, w: 72 * unit, h: 6 * unit }, { fill: "#ff9d98" }),
    line("title", `Scene ${index + 1} cannot be shown`, 0, 36, 700, "#f7ecec"),
    line("hint", "The other scenes play as before.", 44, 22, 450, "#c3adae"),
  ]);
}
