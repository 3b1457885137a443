import { graphemes } from "./graphemes.js";
import { memoize } from "./memoize.js";
import { widthOf } from "./metrics.js";

const SHRINK = 0.95;
const BREAK_WORDS_BELOW = 0.5; // of the wanted size
const SAFE = 0.98; // of the box
export const ASCENT = 0.97; // em
export const DESCENT = 0.25;

export const layOut = memoize((text, boxWidth, height, { size: wanted, weight, tracking, leading, signs }) => {
  const width = boxWidth * SAFE;
  const paragraphs = text.split("\n").map(words);
  const measure = (part) => widthOf(part, weight, tracking, signs);
  for (let size = wanted; size > 0; size *= SHRINK) {
    const lines = broken(paragraphs, width / size, measure, size < wanted * BREAK_WORDS_BELOW);
    const block = ((lines?.length ?? 0) - 1) * leading + ASCENT + DESCENT;
    if (!lines || (block * size > height && size > 1)) continue;
    const even = paragraphs.flatMap((paragraph) => balanced(paragraph, width / size, measure));
    const measured = even.map((line) => ({ text: line, width: measure(line) * size }));
    return { size, lines: measured, height: block * size };
  }
});

// A Chinese or Japanese text has no spaces. A sign that closes stays with what is before it, be that a Latin word, one that opens with
// what comes; “ and ‘ are such signs only there.
const WORD = /[「『（【〈《“‘]*(?:(?![「『（【〈《])[\u2e80-\u9fff\uff00-\uffef]|(?:(?![“‘]+[\u2e80-\u9fff\uff00-\uffef])[^\s\u2e80-\u9fff\uff00-\uffef])+)(?:[\u3001\u3002\u3005\u3099-\u309c\u30fb\u30fc」』）】〉》”’…‥—！，．：；？～％ぁぃぅぇぉっゃゅょァィゥェォッャュョ]|\p{M})*|[「『（【〈《]+|\s+/gu;
// These scripts set no spaces between words: the browser knows their words.
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const EASTERN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const PARTICLE = /^(?:\p{Script=Hiragana}{1,2}(?!\p{Script=Hiragana})|[的了吗嗎呢吧着們们])/u; // belongs to the word before it
const segmenter = new Intl.Segmenter("th", { granularity: "word" });

const segments = (text) => Array.from(segmenter.segment(text), ({ segment }) => segment);

function words(paragraph) {
  const text = paragraph.trim();
  const found = (text.match(WORD) ?? [""]).flatMap((word) => (UNSPACED.test(word) ? segments(word) : [word]));
  return EASTERN.test(text) ? joinPieces(found, lineStarts(text)) : found;
}

/** Where a line may begin: at words that are no particles. */
function lineStarts(text) {
  const places = new Set();
  let place = 0;
  for (const segment of segments(text)) {
    if (!PARTICLE.test(segment)) places.add(place);
    place += segment.length;
  }
  return places;
}

function joinPieces(pieces, places) {
  const found = [];
  let place = 0;
  for (const piece of pieces) {
    if (!found.length || places.has(place) || !EASTERN.test(piece)) found.push(piece);
    else found.push(found.pop() + piece);
    place += piece.length;
  }
  return found;
}

/** null if a word does not fit in a line. */
function broken(paragraphs, width, measure, mayBreakWords) {
  const lines = [];
  for (const paragraph of paragraphs) {
    let line = "";
    for (const word of paragraph) {
      if (measure((line + word).trimEnd()) <= width) line += word;
      else {
        if (line.trim()) lines.push(line.trimEnd());
        line = word.trimStart();
      }
      if (measure(line.trimEnd()) <= width) continue;
      if (!mayBreakWords) return null;
      const pieces = chopped(line, width, measure);
      line = pieces.pop();
      lines.push(...pieces);
    }
    lines.push(line.trimEnd());
  }
  return lines;
}

function chopped(word, width, measure) {
  const pieces = [""];
  for (const letter of graphemes(word)) {
    if (pieces.at(-1) && measure(pieces.at(-1) + letter) > width) pieces.push("");
    pieces.push(pieces.pop() + letter);
  }
  return pieces;
}

/** In as few lines as can be, of which none is much shorter than the others. */
function balanced(paragraph, width, measure) {
  let best = broken([paragraph], width, measure, true);
  for (let narrow = width * 0.95; best.length > 1 && narrow > width * 0.4; narrow -= width * 0.05) {
    const lines = broken([paragraph], narrow, measure, false);
    if (!lines || lines.length > best.length) break;
    best = lines;
  }
  return best;
}
