// Colours for code, by the CSS Custom Highlight API: nodes stay as they are, so do selections, and copy gives the exact source.
import { loadModule } from "./lazy-module.js";
import { enableStyles } from "./lazy-styles.js";

await enableStyles("link[data-code-style]");

const MOST = 20_000; // characters of one block: more would hold the page up
const LANGUAGES = {
  bash: ["bash", "sh", "shell", "zsh", "console"],
  css: ["css"],
  diff: ["diff", "patch"],
  javascript: ["javascript", "js", "mjs", "jsx"],
  json: ["json", "jsonc", "json5"],
  markdown: ["markdown", "md"],
  python: ["python", "py", "python3"],
  sql: ["sql"],
  typescript: ["typescript", "ts", "tsx"],
  xml: ["xml", "html", "svg", "vue"],
  yaml: ["yaml", "yml"],
};
const INSIDE = { xml: ["css", "javascript"] }; // what stands within
const COLOURS = {
  comment: ["comment", "quote", "meta"],
  keyword: ["keyword", "literal", "selector-tag", "doctag", "tag"],
  string: ["string", "regexp", "link", "code", "addition"],
  number: ["number", "symbol", "bullet", "deletion"],
  name: ["title", "name", "section", "built_in", "type", "selector-id", "selector-class"],
  attribute: ["attr", "attribute", "property", "variable", "template-variable", "params", "selector-attr", "selector-pseudo"],
};

const nameOf = new Map(Object.entries(LANGUAGES).flatMap(([name, aliases]) => aliases.map((alias) => [alias, name])));
const colourOf = new Map(Object.entries(COLOURS).flatMap(([colour, scopes]) => scopes.map((scope) => [scope, colour])));
const painted = new Map(); // [colour, range] pairs, by code element
let queue = Promise.resolve();

/** One block after another, each in a task of its own. */
export function colourCode(code, language) {
  const name = nameOf.get(language.toLowerCase());
  if (name && code.textContent.length <= MOST) queue = queue.then(() => colour(code, name)).catch(() => {});
}

async function colour(code, name) {
  const grammar = await engine(name);
  await new Promise((resolve) => setTimeout(resolve));
  forgetRemoved();
  if (!code.isConnected) return;
  const { _emitter: emitter } = grammar.highlight(code.textContent, { language: name, ignoreIllegals: true });
  const ranges = [...rangesOf(code, spansOf(emitter.rootNode))];
  painted.set(code, ranges);
  for (const [each, range] of ranges) highlightOf(each).add(range);
}

async function engine(name) {
  const load = async (file) => (await loadModule(import.meta.resolve(`../vendor/highlight-${file}.js`))).default;
  const names = [name, ...(INSIDE[name] ?? [])];
  const [core, ...grammars] = await Promise.all(["core", ...names].map(load));
  names.forEach((each, index) => {
    if (!core.getLanguage(each)) core.registerLanguage(each, grammars[index]);
  });
  return core;
}

function highlightOf(colour) {
  const name = `code-${colour}`;
  if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
  return CSS.highlights.get(name);
}

function forgetRemoved() {
  for (const [code, ranges] of painted) {
    if (code.isConnected) continue;
    for (const [colour, range] of ranges) highlightOf(colour).delete(range);
    painted.delete(code);
  }
}

/** The pieces of text of a tree of highlight.js, `{length, colour}`: the innermost scope that has a colour gives it. */
function* spansOf({ scope = "", children }, outer = null) {
  const colour = colourOf.get(scope.split(".")[0]) ?? outer;
  for (const child of children) {
    if (typeof child === "string") yield { length: child.length, colour };
    else yield* spansOf(child, colour);
  }
}

/** Each piece as ranges over the text nodes that it lies in. */
function* rangesOf(code, spans) {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  let node = /** @type {Text} */ (walker.nextNode());
  let at = 0;
  for (const { length, colour } of spans) {
    for (let left = length; left > 0 && node; ) {
      const taken = Math.min(left, node.data.length - at);
      if (colour && taken) yield [colour, new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + taken })];
      [left, at] = [left - taken, at + taken];
      if (at === node.data.length) [node, at] = [/** @type {Text} */ (walker.nextNode()), 0];
    }
  }
}
