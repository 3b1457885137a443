import { lookup } from "./lookup.js";
import { lerp } from "./easing.js";
import { memoize } from "./memoize.js";

export const QUIET = ["ink", "muted"]; // of one colour in all of a scene
const HEX = /^#[0-9a-f]{6}$/i;

/** Anything but a token or `#rrggbb` is grey: a colour never carries more than a colour. */
export function colourOf(palette, name) {
  if (HEX.test(name)) return name;
  const value = lookup(palette, name);
  return HEX.test(value) ? value : "#808080";
}

const channels = (hex) => {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};

export function mix(from, to, p) {
  const goal = channels(to);
  const [r, g, b] = channels(from).map((value, i) => Math.round(lerp(value, goal[i], p)));
  return `#${((r << 16) | (g << 8) | b).toString(16).padStart(6, "0")}`;
}

export const isLight = (hex) => luminance(hex) > 0.18; // black is read on it better than white

const LIGHT = Array.from({ length: 256 }, (_, value) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));

export function luminance(hex) {
  const [r, g, b] = channels(hex).map((value) => LIGHT[value]);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// As in WCAG 2.
function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const READABLE = 5; // 4.5, and a little for the lines and dots of a pattern
export const contrastOnAll = (colour, papers) => Math.min(...papers.map((paper) => contrast(colour, paper)));

/** Moved towards white or black until it can be read on all of `papers`. */
export const legible = memoize((colour, papers, other) => {
  for (const given of [colour, other]) if (contrastOnAll(given, papers) >= READABLE) return given;
  for (let p = 0.1; p <= 1; p += 0.1) {
    for (const end of ["#ffffff", "#000000"]) {
      const moved = mix(colour, end, p);
      if (contrastOnAll(moved, papers) >= READABLE) return moved;
    }
  }
  return contrastOnAll("#ffffff", papers) >= contrastOnAll("#000000", papers) ? "#ffffff" : "#000000";
});
