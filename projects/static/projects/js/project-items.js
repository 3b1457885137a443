// Projects in the lists of the page: a line in the sidebar and, on the page of all of them, a card. What they have in common is
// the item's data: which project, when it was changed, which film it has, and whether an answer is being written.
import { h } from "./dom.js";
import "./editable-title.js";
import { icon } from "./icons.js";
import { shownTitle, t } from "./words.js";

/** @param row a project as the API lists it */
export const item = (row) => {
  const data = { "data-project": row.id, "data-updated": new Date(row.updated).toISOString(), "data-revision": row.revision, "data-live": row.live };
  const name = h("editable-title", { class: "name", "data-project-id": row.id, dir: "auto" }, shownTitle(row.title));
  return h("li", data, h("a", { href: `/projects/${row.id}/`, title: t("F2 renames it") }, name));
};

export const itemsOf = (id) => [...document.querySelectorAll(`li[data-project="${CSS.escape(id)}"]`)];
export const nameOf = (item) => item.querySelector("editable-title").textContent.trim();

export function addMenu(item) {
  const button = h("button", { type: "button", class: "quiet icon-button project-menu", "data-action": "project-menu", "aria-haspopup": "menu", title: t("More") });
  button.append(icon("more"));
  button.ariaLabel = t("More about “{title}”", { title: nameOf(item) });
  item.append(button);
}
