// How wide a text will be, known without asking a browser: the same frame everywhere, and in a worker too.
import { KERNING, WIDTHS } from "./inter.js";

const widths = new Map(); // character -> [at weight 400, at 900] in em
for (const line of WIDTHS.slice(1, -1).split("\n")) {
  const [regular, black] = line.slice(1).split(" ");
  widths.set(line[0], [regular / 1000, black / 1000]);
}

const kerning = new Map(); // pair of characters -> em
for (const line of KERNING.trim().split("\n")) {
  const [lefts, ...rest] = line.split(" ");
  for (let i = 0; i < rest.length; i += 2) {
    for (const left of lefts) for (const right of rest[i + 1]) kerning.set(left + right, rest[i] / 100);
  }
}

// Inter's weights between 400 and 900 are not evenly spaced.
const WEIGHTS = [[400, 0], [500, 0.18], [600, 0.36], [700, 0.54], [800, 0.76], [900, 1]];

function blackness(weight) {
  const after = WEIGHTS.findIndex(([at]) => weight <= at);
  if (after <= 0) return after === 0 ? 0 : 1;
  const [[from, low], [to, high]] = [WEIGHTS[after - 1], WEIGHTS[after]];
  return low + ((high - low) * (weight - from)) / (to - from);
}

const base = (char) => char.normalize("NFD")[0];
export const isKnown = (text) => [...text.normalize("NFC")].every((char) => widths.has(char) || widths.has(base(char)));

// What another font will draw can only be guessed, and is guessed wide.
function guess(char) {
  if (/[\p{M}\p{Cf}\p{Cc}]/u.test(char)) return 0;
  if (/\p{Extended_Pictographic}/u.test(char)) return 1.4;
  if (/[\u1100-\u11ff\u2e80-\ud7af\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u.test(char)) return 1.05;
  return /\p{Lu}/u.test(char) ? 0.92 : 0.8;
}

export const digitWidth = (weight) => Math.max(...[..."0123456789"].map((digit) => advance(digit, weight)));

export function advance(char, weight) {
  const [regular, black] = widths.get(char) ?? widths.get(base(char)) ?? [guess(char), guess(char)];
  return regular + (black - regular) * blackness(weight);
}

export const kern = (left, right) => kerning.get(base(left) + base(right)) ?? 0;

/** The width of `text` in em; `tracking` is added after every character. */
export function widthOf(text, weight, tracking = 0) {
  let width = 0;
  let before = "";
  for (const char of text.normalize("NFC")) {
    width += advance(char, weight) + tracking + (before ? kern(before, char) : 0);
    before = char;
  }
  return width;
}
