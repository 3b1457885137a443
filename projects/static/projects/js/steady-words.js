// A busy server sends an answer's words a few times a second: they are shown at a steady pace, so that nobody sees it.
import { isStill } from "./reduced-motion.js";

const STEP = 32; // ms: two frames; words that come more often need no help
const LONGEST = 180; // ms: after a longer pause all words are shown at once, as the first of an answer are

export class SteadyWords {
  #show;
  #cameAt = 0;
  #waiting = [];
  #timer;

  /** @param show what is done with each event, in their order; a delta may be shown in parts */
  constructor(show) {
    this.#show = show;
  }

  /** No word waits longer than it has been since the event before, nor for the next one. */
  take(event) {
    this.finish();
    const pause = performance.now() - this.#cameAt;
    this.#cameAt += pause;
    const isSteady = event.type !== "delta" || pause > LONGEST || document.hidden || isStill();
    const steps = isSteady ? 1 : Math.max(1, Math.floor(pause / STEP));
    this.#waiting = parts(event, steps);
    this.#showNext(pause / steps);
  }

  /** Show at once what waits. */
  finish() {
    clearTimeout(this.#timer);
    this.#waiting.splice(0).forEach(this.#show);
  }

  #showNext(delay) {
    this.#show(this.#waiting.shift());
    if (this.#waiting.length) this.#timer = setTimeout(() => this.#showNext(delay), delay);
  }
}

/** The event as `count` events at most, each with a part of its text. */
function parts(event, count) {
  if (count === 1) return [event];
  const length = Math.ceil(event.content.length / count);
  const texts = event.content.match(new RegExp(`.{1,${length}}`, "gsu")) ?? [""]; // by characters, not by halves of them
  return texts.map((content) => ({ ...event, content }));
}
