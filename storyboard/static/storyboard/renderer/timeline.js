// A transition takes its time from the start of its scene, while the scene before it is seen on.
import { clamp } from "./easing.js";

export function timeline({ canvas, scenes }) {
  let seconds = 0;
  return scenes.map((scene, index) => {
    const from = Math.round(seconds * canvas.fps);
    seconds += secondsOf(scene);
    const to = Math.max(from + 1, Math.round(seconds * canvas.fps));
    return { scene, index, from, to, overlap: index ? overlapOf(scene, canvas.fps, to - from) : 0 };
  });
}

// A wrong duration must not take the other scenes with it.
const secondsOf = ({ duration }) => (duration > 0 && Number.isFinite(duration) ? duration : 1);

function overlapOf({ transition }, fps, frames) {
  return transition.type === "none" ? 0 : clamp(Math.round(transition.duration * fps), 0, Math.floor(frames * 0.6));
}

export const totalFrames = (document) => timeline(document).at(-1)?.to ?? 0;

/** The scene of a frame, and under it the one that it takes over from. */
export function onStage(document, frame) {
  const spans = timeline(document);
  const now = spans.find(({ to }) => frame < to) ?? spans.at(-1);
  if (!now) return [];
  const p = now.overlap ? (frame - now.from + 1) / (now.overlap + 1) : 1;
  return p < 1 ? [{ ...spans[now.index - 1], leaving: p, next: now.scene }, { ...now, arriving: p }] : [now];
}
