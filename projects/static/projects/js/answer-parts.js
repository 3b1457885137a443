// An answer in the order in which it came: sections, each of what the model thought, what it wrote, and the tools it then used.

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

/** The index in UTF-16 units of a place that is counted in Unicode characters, as the wire counts. */
function indexOf(text, characters, hasPairs) {
  if (!hasPairs || characters === Infinity) return Math.min(characters, text.length);
  let index = 0;
  for (let passed = 0; passed < characters && index < text.length; passed++) index += text.codePointAt(index) > 0xffff ? 2 : 1;
  return index;
}

const indexer = (text) => {
  const hasPairs = PAIR.test(text);
  return (characters = Infinity) => indexOf(text, characters, hasPairs);
};

/** Sections `{thoughts, text, isWhole, calls}`; `isWhole`: no more of this text comes, since a tool call stands behind it. */
export function sectionsOf({ content, reasoning = "", tool_calls }) {
  const [textAt, thoughtsAt] = [indexer(content), indexer(reasoning)];
  const sections = [];
  let [from, thoughtsFrom] = [0, 0];
  const close = (to, thoughtsTo, isWhole) => {
    const [thoughts, text] = [reasoning.slice(thoughtsFrom, thoughtsTo), content.slice(from, to)];
    sections.push({ thoughts, text, isWhole, calls: [] });
    [from, thoughtsFrom] = [to, thoughtsTo];
  };
  let last = null;
  for (const call of tool_calls.filter(({ offset }) => offset !== undefined)) {
    const isElsewhere = call.offset !== last?.offset || call.reasoning_offset !== last.reasoning_offset;
    if (isElsewhere) close(Math.max(from, textAt(call.offset)), Math.max(thoughtsFrom, thoughtsAt(call.reasoning_offset ?? 0)), true);
    sections.at(-1).calls.push(call);
    last = call;
  }
  close(content.length, reasoning.length, false);
  sections.at(-1).calls = tool_calls.filter(({ offset }) => offset === undefined); // of an older server
  return sections;
}
