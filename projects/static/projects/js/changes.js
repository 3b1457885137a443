// What a tool did to the video, read from its summary: which scene, and a few words for each change.

const NOTHING = "Nothing changed.";
const SCENE = /^scene (\d+) “(.*?)”: (.+)$/is;

/** `text` at each `mark` that does not stand in “quotes”. */
function splitOutside(text, mark) {
  const parts = [""];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "“") depth++;
    if (text[at] === "”") depth--;
    if (depth <= 0 && text.startsWith(mark, at)) {
      parts.push("");
      at += mark.length - 1;
    } else parts[parts.length - 1] += text[at];
  }
  return parts;
}

/** “Colours changed” says no more than the title of the call does; what has a figure or a name does. */
const isNews = ({ number, words }) => number !== null || /[\d“]/.test(words[0]);

function readChange(part) {
  const [, number, name, words] = SCENE.exec(part) ?? [];
  if (!number) return { number: null, name: null, words: [part] };
  return { number: Number(number), name, words: splitOutside(words, ", ") };
}

/** Changes `{number, name, words: […]}`; `number` and `name` are those of the scene, null for what is of the whole video. */
export function changesOf({ status, payload }) {
  const summary = payload?.summary;
  if (status !== "success" || !summary || summary === NOTHING) return [];
  return splitOutside(summary, "; ").map(readChange).filter(isNews);
}
