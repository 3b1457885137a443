// Projects in the lists of the page: a line in the sidebar and, on the page of all of them, a card. Each has a button that
// deletes it.
import { h } from "./dom.js";
import "./editable-title.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

const UNITS = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]];

const name = ({ id, title }, attributes = {}) =>
  h("editable-title", { "data-project-id": id, dir: "auto", ...attributes }, title || t("Untitled"));

export const line = (row) => deletable(h("li", { "data-project": row.id }, h("a", { href: `/projects/${row.id}/`, title: t("F2 renames it") }, name(row))));

export function card(row) {
  const date = new Date(row.updated);
  const parts = [h("span", { class: "clapper", "aria-hidden": "true" }), name(row, { class: "name" }), h("time", { datetime: date.toISOString() }, ago(date))];
  return deletable(h("li", { "data-project": row.id }, h("a", { href: `/projects/${row.id}/` }, ...parts)));
}

export const itemsOf = (id) => [...document.querySelectorAll(`li[data-project="${CSS.escape(id)}"]`)];
export const nameOf = (item) => item.querySelector("editable-title").textContent.trim();

export function deletable(item) {
  const button = h("button", { type: "button", class: "quiet icon-button delete-project", "data-action": "delete-project", title: t("Delete") });
  button.append(icon("remove"));
  button.ariaLabel = t("Delete “{title}”", { title: nameOf(item) });
  item.append(button);
  return item;
}

function ago(date) {
  const elapsed = Math.max(0, Date.now() - date);
  const [unit, length] = UNITS.find(([, length]) => elapsed >= length) ?? UNITS.at(-1);
  const format = new Intl.RelativeTimeFormat("en", { numeric: "always" });
  return format.format(-Math.floor(elapsed / length), unit);
}
