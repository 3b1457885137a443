// Widths without asking a browser: the same everywhere.
import { KERNING, WIDTHS } from "./inter.js";

const widths = new Map(WIDTHS.slice(1, -1).split("\n").map((line) => [line[0], line.slice(1).split(" ").map((part) => part / 1000)]));

const kerning = new Map();
for (const line of KERNING.trim().split("\n")) {
  const [lefts, ...rest] = line.split(" ");
  for (let i = 0; i < rest.length; i += 2) {
    for (const left of lefts) for (const right of rest[i + 1]) kerning.set(left + right, rest[i] / 100);
  }
}

// Inter's weights are evenly spaced up to 700, and wider apart after it.
const blackness = (weight) => (weight < 700 ? Math.max(0, weight - 400) * 0.0018 : 0.54 + (weight - 700) * 0.0023);

const base = (char) => char.normalize("NFD")[0] ?? "";
export const isKnown = (text) => [...text.normalize("NFC")].every((char) => widths.has(char) || widths.has(base(char)));

// Rather too wide.
function guess(char) {
  if (/[\p{M}\p{Cf}\p{Cc}]/u.test(char)) return 0;
  if (/\p{Extended_Pictographic}/u.test(char)) return 1.4;
  if (/[\u1100-\u11ff\u2e80-\ud7af\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u.test(char)) return 1.05;
  return /\p{Lu}/u.test(char) ? 0.92 : 0.8;
}

export const digitWidth = (weight) => Math.max(...[..."0123456789"].map((digit) => advance(digit, weight)));

export function advance(char, weight) {
  const [regular, more] = widths.get(char) ?? widths.get(base(char)) ?? [guess(char), 0];
  return regular + more * blackness(weight);
}

const kern = (left, right) => kerning.get(base(left) + base(right)) ?? 0;

/** In em; `tracking` is added after every character. */
export function widthOf(text, weight, tracking = 0) {
  let width = 0;
  let before = "";
  for (const char of text.normalize("NFC")) {
    width += advance(char, weight) + tracking + kern(before, char);
    before = char;
  }
  return width;
}
