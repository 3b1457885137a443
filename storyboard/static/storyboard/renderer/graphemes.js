// What people take for one letter: with its marks; a family is one.
const PLAIN = /^[\0-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u206f]*$/; // here each character is one
let segmenter; // few texts need it

const segments = (text) => (segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" })).segment(text);

export const graphemes = (text) => (PLAIN.test(text) ? [...text] : Array.from(segments(text), ({ segment }) => segment));

export const PICTURE = "\u{1f3ac}"; // as wide as any other

/** The text with one character for each picture. */
export const withSinglePictures = (letters) => letters.map((letter) => (/[\ufe0f\u20e3\p{Emoji_Presentation}]/u.test(letter) ? PICTURE : letter)).join("");
