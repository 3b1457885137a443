// The lists of projects go on: the next page comes when it is asked for, into every list of the page.
import { listProjects } from "./api.js";
import { note } from "./notes.js";
import { item, itemsOf } from "./project-items.js";
import { drawLists } from "./project-list.js";
import { t } from "./words.js";

export async function showMore(button) {
  const buttons = [...document.querySelectorAll("[data-action=more-projects]")]; // one under each list, at the same place
  for (const each of buttons) each.disabled = true;
  try {
    const { projects, next } = await listProjects(button.dataset.before);
    const fresh = projects.filter(({ id }) => itemsOf(id).length === 0); // one that was changed meanwhile has moved up
    for (const list of document.querySelectorAll(".project-nav ul, .slates")) list.append(...fresh.map(item));
    drawLists();
    for (const each of buttons) {
      each.dataset.before = next ?? "";
      each.hidden = !next;
    }
  } catch (refused) {
    note(t("More projects could not be fetched. {reason}", { reason: refused.message }));
  } finally {
    for (const each of buttons) each.disabled = false;
  }
}
