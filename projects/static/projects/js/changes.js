// What an answer did to the video, in words: a line for each change, as the tools that made them tell it.

const LISTED = 5;
const NOTHING = "Nothing changed.";
const SCENE = /^(Scene \d+ “[^”]*”: )([^;]+)$/;

export function changesOf({ tool_calls }) {
  const made = tool_calls
    .filter(({ status, payload }) => status === "success" && payload?.summary && payload.summary !== NOTHING)
    .reduce((lines, { payload }) => joined(lines, payload.summary), []);
  if (made.length <= LISTED) return made;
  return [...made.slice(0, LISTED - 1), `and ${made.length - LISTED + 1} more changes`];
}

/** Several changes of one scene in a row are one line: "Scene 2 “Menu”: 4 s → 3 s, headline bold". */
function joined(lines, summary) {
  const last = lines.at(-1);
  const [, scene, change] = SCENE.exec(summary) ?? [];
  return scene && last?.startsWith(scene) && SCENE.test(last) ? [...lines.slice(0, -1), `${last}, ${change}`] : [...lines, summary];
}
