// What changed of the video, in the language of the page: the server sends each change as a phrase, English text and values apart.
import { number, plural, t } from "./words.js";

/** @typedef {{ text: string, one?: string, values?: Record<string, unknown> }} Phrase `one`: the text for a `count` of 1 */

/** @param {Phrase} phrase */
export function say({ text, one, values = {} }) {
  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, worded(value)]));
  return one ? plural(values.count, one, text, texts) : t(text, texts);
}

function worded(value) {
  if (Array.isArray(value)) return value.map(say).join(", ");
  if (typeof value === "number") return number(value, 2);
  return typeof value === "string" ? value : say(value);
}

/** What a revision changed; one that an older server made says it in English alone. */
export const summaryOf = ({ phrases, summary }) => (phrases?.length ? capitalised(phrases.map(say).join("; ")) : summary);

export const capitalised = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
