import { graphemes } from "./graphemes.js";
import { memoize } from "./memoize.js";
import { widthOf } from "./metrics.js";

const SHRINK = 0.95;
const BREAK_WORDS_BELOW = 0.5; // of the wanted size
const SAFE = 0.98; // of the box
export const ASCENT = 0.97; // em
export const DESCENT = 0.25;

export const layOut = memoize((text, boxWidth, height, { size: wanted, weight, tracking, leading }) => {
  const width = boxWidth * SAFE;
  const paragraphs = text.split("\n").map(words);
  const measure = (part) => widthOf(part, weight, tracking);
  for (let size = wanted; size > 0; size *= SHRINK) {
    const lines = broken(paragraphs, width / size, measure, size < wanted * BREAK_WORDS_BELOW);
    const block = ((lines?.length ?? 0) - 1) * leading + ASCENT + DESCENT;
    if (!lines || (block * size > height && size > 1)) continue;
    const even = lines.length > paragraphs.length ? balanced(paragraphs, lines.length, width / size, measure) : lines;
    const measured = even.map((line) => ({ text: line, width: measure(line) * size }));
    return { size, lines: measured, height: block * size };
  }
});

// A Chinese or Japanese text may break after any character, but not before a sign that closes, nor after one that opens.
const WORD = /[「『（【〈《]*[\u2e80-\u9fff\uff00-\uffef](?:[\u3001\u3002\u3005\u3099-\u309c\u30fc」』）】〉》！，．：；？ぁぃぅぇぉっゃゅょァィゥェォッャュョ]|\p{M})*|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+/gu;
// These scripts set no spaces between words: the browser knows their words.
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const segmenter = new Intl.Segmenter("th", { granularity: "word" });

function words(paragraph) {
  const found = paragraph.trim().match(WORD) ?? [""];
  return found.flatMap((word) => (UNSPACED.test(word) ? Array.from(segmenter.segment(word), ({ segment }) => segment) : [word]));
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

function balanced(paragraphs, count, width, measure) {
  let best = broken(paragraphs, width, measure, true);
  for (let narrow = width * 0.95; narrow > width * 0.4; narrow -= width * 0.05) {
    const lines = broken(paragraphs, narrow, measure, false);
    if (!lines || lines.length > count) break;
    best = lines;
  }
  return best;
}
