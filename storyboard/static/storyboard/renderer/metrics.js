// Widths without asking a browser: the same everywhere.
import { PICTURE, graphemes, withSinglePictures } from "./graphemes.js";
import { KERNING, WIDTHS } from "./inter.js";
import { formsOf } from "./joining.js";
import { SCRIPTS } from "./scripts.js";

const widths = new Map();
for (const line of SCRIPTS.trim().split("\n")) {
  const [regular, ...rest] = line.split(" ");
  let more = 0;
  for (const each of rest) {
    if (/^-?\d/.test(each)) more = +each / 100;
    else widths.set(each, [+regular / 100, more]);
  }
}
for (const line of WIDTHS.slice(1, -1).split("\n")) widths.set(line[0], line.slice(1).split(" ").map((part) => +part / 1000));

const kerning = new Map();
for (const line of KERNING.trim().split("\n")) {
  const [lefts, ...rest] = line.split(" ");
  for (let i = 0; i < rest.length; i += 2) {
    for (const left of lefts) for (const right of rest[i + 1]) kerning.set(left + right, +rest[i] / 100);
  }
}

// In a text of the east these signs are those of its typeface, by its code.
const ALL = { "…": [1, 0], "—": [0.894, 0.021] };
const WIDE_QUOTES = { ...ALL, "“": [1, 0], "”": [1, 0] };
const NARROW_QUOTES = { ...ALL, "“": [0.474, 0.157], "”": [0.474, 0.157], "‘": [0.278, 0.073], "’": [0.278, 0.073] };
const SIGNS = { sc: WIDE_QUOTES, tc: WIDE_QUOTES, jp: NARROW_QUOTES, kr: NARROW_QUOTES };

// Inter's weights are evenly spaced up to 700, and wider apart after it.
const blackness = (weight) => (weight < 700 ? Math.max(0, weight - 400) * 0.0018 : 0.54 + (weight - 700) * 0.0023);

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3ffff}]/u;
const base = (char) => char.normalize("NFD")[0] ?? "";

/** Whether the width of each letter is measured, or the same in all fonts. */
export const isKnown = (text) => formsOf(withSinglePictures(graphemes(text.normalize("NFC")))).every(isMeasured);

const isMeasured = (form) => form === PICTURE || widths.has(form) || widths.has(base(form)) || WIDE.test(form) || /[\p{Mn}\p{Cf}]/u.test(form);

// The typefaces of the east have a few widths for all that they draw. Of what no shipped font has: rather too wide.
function guess(char) {
  if (/[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u.test(char)) return 0;
  if (/[\uff61-\uff9f]/.test(char)) return 0.5;
  if (/\p{Script=Hangul}/u.test(char)) return 0.92;
  if (WIDE.test(char)) return 1;
  if (/\p{Extended_Pictographic}/u.test(char)) return 1.25;
  if (/\p{S}/u.test(char)) return 1;
  return /\p{Lu}/u.test(char) ? 0.92 : 0.8;
}

export const digitWidth = (weight) => Math.max(...[..."0123456789"].map((digit) => advance(digit, weight)));

/** Of a character, or of a form of one. `signs`: the code of the typeface that has them, if not Inter. */
export function advance(form, weight, signs) {
  const [regular, more] = SIGNS[signs]?.[form] ?? widths.get(form) ?? widths.get(base(form)) ?? [guess(form), 0];
  return regular + more * blackness(weight);
}

const kern = (left, right) => kerning.get(base(left) + base(right)) ?? 0;

/** In em; `tracking` is added after every letter. */
export function widthOf(text, weight, tracking = 0, signs) {
  const letters = graphemes(text.normalize("NFC"));
  let width = letters.length * tracking;
  let before = "";
  for (const form of formsOf(withSinglePictures(letters))) {
    width += advance(form, weight, signs) + kern(before, form);
    before = SIGNS[signs]?.[form] ? "" : form;
  }
  return width;
}
