// The texts of the page in its language. What stands in the code is the English text; the page brings the catalogue of another
// language along (locale/LANGUAGE/page.json), with the English text as the key.

const catalogue = JSON.parse(document.querySelector("#words")?.textContent ?? "{}");

/** The language of the page, as `Intl` takes it. */
export const language = document.documentElement.lang || "en";

const plurals = new Intl.PluralRules(language);

/** `text` in the language of the page; `{name}` in it is replaced by `values.name`. */
export function t(text, values = {}) {
  return filled(catalogue[text] ?? text, values);
}

/** Like `t`, of a `count`, which is one of the values: "{count} new" may have another form for one. The key is `other`. */
export function plural(count, one, other, values = {}) {
  const form = plurals.select(count);
  const found = catalogue[other]?.[form] ?? catalogue[other]?.other ?? (form === "one" ? one : other);
  return filled(found, { count, ...values });
}

/** A number as the language writes it, with so many digits after the point at most. */
export const number = (value, digits = 1) => value.toLocaleString(language, { maximumFractionDigits: digits });

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
