// Times of a video in words.
import { number } from "./words.js";

const whole = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const EARLY = 1e-6; // 0.3 * 30 frames are a little less than 9

/** `0:07` */
export const clockOf = (seconds) => whole(seconds + EARLY);

/** `0:07.1` */
export const tenthsOf = (seconds) => `${clockOf(seconds)}.${Math.floor(((seconds + EARLY) % 1) * 10)}`;

/** `3.4 s` */
export const secondsOf = (value) => `${number(value)} s`;
