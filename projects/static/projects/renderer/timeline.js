// Which scenes are seen in a frame, and how far they are. The durations of the scenes add up to that of the video: a
// transition takes its time from the start of its scene, while the scene before it is seen on.
import { clamp } from "./easing.js";

const LONGEST_PART = 0.6; // of a scene that its transition may take

export function timeline({ canvas, scenes }) {
  let seconds = 0;
  return scenes.map((scene, index) => {
    const from = Math.round(seconds * canvas.fps);
    seconds += secondsOf(scene);
    const to = Math.max(from + 1, Math.round(seconds * canvas.fps));
    return { scene, index, from, to, overlap: index ? overlapOf(scene, canvas.fps, to - from) : 0 };
  });
}

// One scene with a wrong duration must not take the others with it.
const secondsOf = ({ duration }) => (duration > 0 && Number.isFinite(duration) ? duration : 1);

function overlapOf({ transition }, fps, frames) {
  if (!transition || transition.type === "none") return 0;
  const wanted = Math.round((transition.duration || 0) * fps);
  return clamp(wanted, 0, Math.floor(frames * LONGEST_PART));
}

export const totalFrames = (document) => timeline(document).at(-1)?.to ?? 0;

/** What is on at `frame`: the scene, and under it the one that it takes over from, with how far the transition is. */
export function onStage(document, frame) {
  const spans = timeline(document);
  const last = spans.length - 1;
  const found = spans.findIndex(({ to }) => frame < to);
  const now = spans[found === -1 ? last : found];
  if (!now) return [];
  const p = now.overlap ? (frame - now.from) / now.overlap : 1;
  return p < 1 ? [{ ...spans[now.index - 1], leaving: p, next: now.scene }, { ...now, arriving: p }] : [now];
}
