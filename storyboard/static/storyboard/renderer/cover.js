// The frame that stands for a video or for a scene: where most of it has come and stands still.
import { clamp } from "./easing.js";
import { keyed } from "./motion.js";
import { SPAN, staggers } from "./text.js";
import { timeline, totalFrames } from "./timeline.js";

const MOMENTS = 48; // of a scene, of which the best is taken
const SPEAKS = new Set(["text", "counter", "chart", "image", "device"]);
const GROWS = new Set(["counter", "chart"]);
const GROWTH = 1.5; // seconds
const HURRY = 0.2; // seconds: what has less time than it would take has come by then

/** The frame of the poster: what the document says in seconds, else the rest of the first scene with something to see. */
export function coverFrame(document) {
  const { canvas, cover } = document;
  if (cover === undefined || cover === null) {
    const spans = timeline(document);
    const shown = spans.find(({ scene }) => scene.layers?.some?.(({ type }) => SPEAKS.has(type))) ?? spans[0];
    return shown ? restFrame(shown, canvas.fps) : 0;
  }
  return clamp(Math.floor(cover * canvas.fps + 1e-6), 0, Math.max(0, totalFrames(document) - 1));
}

/** The frame that an exported file shows at `frame`: it begins with the cover, since players and messengers show its start. */
export const fileFrame = (document, frame) => (frame === 0 ? coverFrame(document) : frame);

/** The frame in the middle of a scene's rest, among those of its span of the timeline; of one that is broken, its middle. */
export function restFrame({ scene, from, to }, fps) {
  try {
    return from + Math.min(to - from - 1, Math.floor(rest(scene, (to - from) / fps) * fps));
  } catch {
    return Math.floor((from + to) / 2);
  }
}

/** The middle, in seconds, of the longest stretch in which there is the most to see. */
function rest(scene, seconds) {
  const moments = Array.from({ length: MOMENTS }, (_, i) => ((i + 0.5) / MOMENTS) * seconds);
  const worths = moments.map((t) => worth(scene, t, seconds));
  const most = Math.max(...worths);
  const stretches = [];
  worths.forEach((each, i) => {
    if (each < most) return;
    if (stretches.at(-1)?.last === i - 1) stretches.at(-1).last = i;
    else stretches.push({ first: i, last: i });
  });
  const { first, last } = stretches.reduce((one, other) => (other.last - other.first > one.last - one.first ? other : one));
  return (moments[first] + moments[last]) / 2;
}

/** What speaks counts before what adorns. */
function worth({ layers, transition }, t, seconds) {
  if (transition.type !== "none" && t < transition.duration) return 0;
  const standing = layers.filter((layer) => stands(layer, t, seconds));
  return standing.reduce((sum, { type }) => sum + (SPEAKS.has(type) ? 100 : 1), 0);
}

function stands(layer, t, seconds) {
  const { type, enter, exit, keyframes } = layer;
  const goes = exit ? (exit.at ?? seconds - exit.duration) : seconds;
  const comes = (enter ? enter.at + enter.duration : 0) + (staggers(layer) ? SPAN : 0) + (GROWS.has(type) ? GROWTH : 0);
  return t >= Math.min(comes, goes - HURRY) && t <= goes && keyed(keyframes, "opacity", t, 1) > 0.5;
}
