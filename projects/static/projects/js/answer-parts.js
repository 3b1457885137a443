// An answer in the order in which it came: sections, each of what the model thought, what it wrote, the tools it then used, and
// what its person added then.

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

/** Tool calls and what was added, each at its place. Those without one are left out. */
function placed(calls, steerings) {
  const read = steerings.filter(({ offset }) => offset !== undefined);
  const before = (index) => read.splice(0, read.findLastIndex(({ call_offset }) => call_offset <= index) + 1);
  const ordered = calls.flatMap((call, index) => (call.offset === undefined ? [] : [...before(index), call]));
  return [...ordered, ...read];
}

/** Sections `{thoughts, text, isWhole, calls, steerings}`; `isWhole`: no more of this text comes, since something stands behind it. */
export function sectionsOf({ content, reasoning = "", tool_calls, steerings = [] }) {
  const [textAt, thoughtsAt] = [indexer(content), indexer(reasoning)];
  const sections = [];
  let [from, thoughtsFrom] = [0, 0];
  const close = (to, thoughtsTo, isWhole) => {
    const [thoughts, text] = [reasoning.slice(thoughtsFrom, thoughtsTo), content.slice(from, to)];
    sections.push({ thoughts, text, isWhole, calls: [], steerings: [] });
    [from, thoughtsFrom] = [to, thoughtsTo];
  };
  let last = null;
  for (const each of placed(tool_calls, steerings)) {
    const isCall = "tool_call_id" in each;
    const isElsewhere = each.offset !== last?.offset || each.reasoning_offset !== last.reasoning_offset;
    if (isElsewhere || (isCall && sections.at(-1).steerings.length)) {
      close(Math.max(from, textAt(each.offset)), Math.max(thoughtsFrom, thoughtsAt(each.reasoning_offset ?? 0)), true);
    }
    sections.at(-1)[isCall ? "calls" : "steerings"].push(each);
    last = each;
  }
  close(content.length, reasoning.length, false);
  sections.at(-1).calls = tool_calls.filter(({ offset }) => offset === undefined); // of an older server
  sections.at(-1).steerings = steerings.filter(({ offset }) => offset === undefined); // not read yet
  return sections;
}
