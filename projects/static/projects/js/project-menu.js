// What can be done with a project in a list: a menu behind ⋯.
import { duplicateProject } from "./api.js";
import { h } from "./dom.js";
import { note } from "./notes.js";
import { nameOf } from "./project-items.js";
import { remove } from "./project-deletion.js";
import { shareProject } from "./project-share.js";
import { t } from "./words.js";

/** @param button the one in the item of the project, which gets the focus back */
export function openMenu(button) {
  if (button.ariaExpanded === "true") return;
  const item = button.closest("li");
  const title = item.querySelector("editable-title");
  const choices = [
    [t("Rename"), (event) => title.rename(event)],
    [t("Duplicate"), () => duplicate(item)],
    ...(item.dataset.revision ? [[t("Share"), () => share(item, button)]] : []),
    [t("Delete"), () => remove(button)],
  ];
  const entries = choices.map(([label, act]) =>
    h("button", { type: "button", role: "menuitem", onclick: (event) => (close(false), act(event)) }, label),
  );
  const menu = h("div", { class: "menu", role: "menu", "aria-label": nameOf(item) }, ...entries);

  function close(givesBack = true) {
    menu.remove();
    button.ariaExpanded = "false";
    document.removeEventListener("pointerdown", outside, true);
    if (givesBack) button.focus();
  }

  function outside({ target }) {
    if (!menu.contains(target)) close(false);
  }

  menu.addEventListener("keydown", (event) => {
    const at = entries.findIndex((each) => each === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) entries.at(to % entries.length).focus();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !menu.contains(/** @type {Node} */ (relatedTarget)) && close(false));
  document.addEventListener("pointerdown", outside, true);
  button.ariaExpanded = "true";
  button.after(menu);
  entries[0].focus();
}

async function duplicate(item) {
  try {
    const { id } = await duplicateProject(item.dataset.project);
    location.assign(`/projects/${id}/`);
  } catch (refused) {
    note(t("“{title}” was not duplicated. {reason}", { title: nameOf(item), reason: refused.message }));
  }
}

/** The button has the focus before, and so after it. */
async function share(item, button) {
  button.focus();
  try {
    await shareProject(item);
  } catch (refused) {
    note(refused.message);
  }
}
