// Letters that join: how wide one is depends on its neighbour. The table of widths has each form by a key of two characters.
const ARABIC = "[\\u0620-\\u064a\\u066e-\\u06d3\\u06d5\\u0750-\\u077f]";
const JOINED = new RegExp(`(${ARABIC})(?=\\p{M}*${ARABIC})`, "gu");
// An Arabic letter before another one; a Devanagari consonant's half form; its "r" below.
const FORMS = /[\u0620-\u077f]\u0640|[\u0915-\u0939]\u094d(?=[\u0915-\u092f\u0931-\u0939])|\u094d\u0930|./gsu;

/** The keys of the table that a text in NFC is measured by, in its order. */
export function formsOf(text) {
  if (!/[\u0600-\u0dff]/.test(text)) return [...text];
  return text.replace(JOINED, "$1\u0640").match(FORMS) ?? [];
}

/** Whether a text would break if its letters stood apart: those of some scripts join, or are written one above the other. */
export const joins = (text) => /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Common}\p{Script=Inherited}]/u.test(text);

/** Letters of the scripts that are set with space between them, and signs of all of them. */
export const canBeSpaced = (text) => !/[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/u.test(text);
