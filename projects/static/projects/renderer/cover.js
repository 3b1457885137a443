// The frame that stands for the whole video: the document's own choice, else the first scene with something to see, when all of it is there.
import { clamp } from "./easing.js";
import { timeline } from "./timeline.js";

const SHOWS = new Set(["text", "counter", "chart", "image", "device"]);
const COUNTS = 1.5; // seconds until a counter or a chart has arrived
const REST = 0.3; // seconds after the last arrival
const LATEST = 0.9; // of a scene

export function coverFrame(document) {
  const spans = timeline(document);
  if (!spans.length) return 0;
  const { fps } = document.canvas;
  if (document.cover != null) return clamp(Math.round(document.cover * fps), 0, spans.at(-1).to - 1);
  const { scene, from, to } = spans.find((span) => span.scene.layers.some(({ type }) => SHOWS.has(type))) ?? spans[0];
  return clamp(from + Math.round(complete(scene, (to - from) / fps) * fps), from, to - 1);
}

function complete({ layers, groups = [] }, duration) {
  const parts = [...layers, ...groups];
  const arrivals = parts.map(({ type, enter }) => (enter?.at ?? 0) + (type === "counter" || type === "chart" ? COUNTS : (enter?.duration ?? 0)));
  const leaving = parts.flatMap(({ exit }) => (exit ? [exit.at ?? duration - exit.duration] : []));
  return Math.max(0, Math.min(Math.max(0, ...arrivals) + REST, duration * LATEST, ...leaving));
}
