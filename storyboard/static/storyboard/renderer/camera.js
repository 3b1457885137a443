import { keyed } from "./motion.js";
import { fine, group, round } from "./node.js";

/** The layers as the camera sees them: it moves to the right, they to the left. Without one they are as they are. */
export function filmed({ width, height }, camera, t, layers) {
  if (!camera?.length) return layers;
  const at = (property, otherwise) => keyed(camera, property, t, otherwise);
  const [x, y] = [width * (0.5 + at("dx", 0) / 100), height * (0.5 + at("dy", 0) / 100)];
  const turn = `rotate(${round(-at("rotate", 0))})scale(${fine(at("zoom", 1))})`;
  const transform = `translate(${round(width / 2)} ${round(height / 2)})${turn}translate(${round(-x)} ${round(-y)})`;
  return [group("camera", { transform }, layers)];
}
