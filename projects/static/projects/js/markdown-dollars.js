// Which dollar signs are of a formula: `$x_1 + y$` is one, `$5 and $10` or `$HOME and $PATH` is none.

const LONGEST = 200; // characters that are waited for
const WORDS = /(?:^|[\s(,])[A-Za-z]{3,}[\s,;.!?]/; // as in a sentence
const SIGNS = /[\\^_{}=+*<>|]|^[A-Za-z]$/;

/**
 * Whether the dollar sign at `index` opens a formula: "inline", "block", or "" for one that is just a sign. Null while that
 * cannot be told from `text`, which still grows unless `isWhole`.
 */
export function formulaAt(text, index, isWhole) {
  const after = text.slice(index + 1, index + 1 + LONGEST);
  if (/^\$(?:\n|$)/.test(after)) return after === "$" && !isWhole ? null : after === "$" ? "" : "block";
  if (after === "") return isWhole ? "" : null;
  if (/^[\s\d$.,:;)\]!?]/.test(after)) return ""; // a price, or the end of something
  const [inside] = /^[^$\n]*/.exec(after);
  if (WORDS.test(inside)) return "";
  if (inside.length === after.length) return isWhole || after.length === LONGEST ? "" : null;
  if (after[inside.length] === "\n" || !SIGNS.test(inside) || /\s$/.test(inside)) return "";
  const next = after[inside.length + 1];
  if (next === undefined) return isWhole ? "inline" : null;
  return /[\p{L}\p{N}_$]/u.test(next) ? "" : "inline";
}
