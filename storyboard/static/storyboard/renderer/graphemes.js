// What a person takes for one letter: it has its marks with it, and a flag or a family is one picture.
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const PLAIN = /^[\0-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u206f]*$/; // here each character is one

export const graphemes = (text) => (PLAIN.test(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment));

export const PICTURE = "\u{1f3ac}"; // as wide as any other

/** The text with one character for each picture. */
export const withSinglePictures = (letters) => letters.map((letter) => (/[\ufe0f\u20e3\p{Emoji_Presentation}]/u.test(letter) ? PICTURE : letter)).join("");
