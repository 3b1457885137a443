// Where something is, in pixels of the canvas.
import { clamp } from "./easing.js";

const SPEAKS = new Set(["text", "chart", "counter"]);

export const pixels = ({ width, height }, { x, y, w, h }) => ({
  x: (x / 100) * width,
  y: (y / 100) * height,
  w: (w / 100) * width,
  h: (h / 100) * height,
});

/** Words are never cut by the edge of the canvas, unless a group, a camera or keyframes shall bring them in. */
export function boxOf(stage, { type, box, group }) {
  const { width, height, isFilmed } = stage;
  const { x, y, w, h } = pixels(stage, box);
  const isOff = x >= width || y >= height || x + w <= 0 || y + h <= 0;
  if (!SPEAKS.has(type) || isFilmed || group || isOff) return { x, y, w, h };
  const [left, top] = [clamp(x, 0, width * 0.98), clamp(y, 0, height * 0.98)];
  return { x: left, y: top, w: Math.max(1, Math.min(x + w, width) - left), h: Math.max(1, Math.min(y + h, height) - top) };
}
