import { group, rect } from "./node.js";
import { piece } from "./text.js";

export function errorCard({ width, height, unit, all }, { scene, index }) {
  const line = (key, said, y, size, weight, fill) => piece(key, said, { x: width / 2, y: height / 2 + y * unit, size: size * unit, weight, fill, anchor: "middle" });
  return group(scene?.id ?? index, { "data-failed": index }, [
    rect("ground", all, { fill: "#1c1416" }),
    line("title", `Scene ${index + 1} cannot be shown`, 0, 36, 700, "#f7ecec"),
    line("hint", "The other scenes play as before.", 44, 22, 450, "#c3adae"),
  ]);
}
