// The texts of the page in its language. The English ones stand in the code and are the keys of locale/LANGUAGE/page.json.

const catalogue = JSON.parse(document.querySelector("#words")?.textContent ?? "{}");

/** The language of the page, as `Intl` takes it. */
export const language = document.documentElement.lang || "en";

const UNTITLED = "Untitled video"; // as the server calls a project that nobody has named
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

/** A sentence of the server, which is English on the wire; figures and “quotes” stand in the catalogue as #. */
export function translate(sentence) {
  const values = [];
  const found = catalogue[sentence.replace(/“[^”]*”|\d+(?:[.,]\d+)*/g, (value) => (values.push(value), "#"))];
  return found ? found.replaceAll("#", () => values.shift()) : sentence;
}

/** The title of a project. */
export const shownTitle = (title) => (["", UNTITLED].includes(title) ? t("Untitled video") : title);

/** A number as the language writes it, with so many digits after the point at most, and at least. */
export const number = (value, digits = 1, least = 0) => value.toLocaleString(language, { maximumFractionDigits: digits, minimumFractionDigits: least });

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
