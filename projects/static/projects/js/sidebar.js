// The list of projects: a new one, the name that changes, one that is deleted, more of them, and a drawer where there is no
// room for it.
import { createProject } from "./api.js";
import "./composition.js";
import "./editable-title.js";
import { loadModule } from "./lazy-module.js";
import { note } from "./notes.js";
import { deletable, itemsOf } from "./project-items.js";
import { t } from "./words.js";

const deletion = () => loadModule(import.meta.resolve("./project-deletion.js"));
/** Whether another page of this tab has left something to go on with under `key`. */
function hasLeft(key) {
  try {
    return (sessionStorage.getItem(key) ?? "{}") !== "{}";
  } catch {
    return false;
  }
}

const pages = () => loadModule(import.meta.resolve("./project-pages.js"));

function listenForRenames() {
  document.addEventListener("project-renamed", ({ detail: { id, title } }) => {
    for (const name of document.querySelectorAll(`editable-title[data-project-id="${CSS.escape(id)}"]`)) name.title = title;
    for (const item of itemsOf(id)) item.querySelector("[data-action=delete-project]").ariaLabel = t("Delete “{title}”", { title });
  });
}

function listenForItems() {
  for (const item of document.querySelectorAll("li[data-project]")) deletable(item);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-action=delete-project], [data-action=more-projects]");
    if (button) act(button).catch(({ message }) => note(t("That did not work. Try again. ({message})", { message })));
  });
  if (hasLeft("deleted-project")) deletion().then(({ resume }) => resume());
  if (hasLeft("background-exports")) loadModule(import.meta.resolve("./background-exports.js")).then(({ resumeExports }) => resumeExports());
}

/** Most visits neither delete a project nor look at older ones: what does it is loaded when it is wanted. */
async function act(button) {
  if (button.dataset.action === "delete-project") (await deletion()).remove(button);
  else (await pages()).showMore(button);
}

function listenForNew() {
  for (const button of document.querySelectorAll("[data-action=new-project]")) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const { id } = await createProject();
        location.assign(`/projects/${id}/`);
      } catch {
        button.disabled = false;
        document.querySelector("[data-role=new-project-failed]").hidden = false;
      }
    });
  }
}

/** A page that nobody folds open does not load what opens it. */
function listenForOpeners() {
  const openers = [...document.querySelectorAll("[data-action=open-projects]")];
  const open = async ({ currentTarget }) => {
    const { openDrawer } = await loadModule(import.meta.resolve("./project-drawer.js"));
    for (const each of openers) each.removeEventListener("click", open); // from now on the drawer listens itself
    openDrawer(currentTarget);
  };
  for (const each of openers) each.addEventListener("click", open);
}

document.querySelector(".language").addEventListener("change", ({ currentTarget }) => currentTarget.requestSubmit());
listenForRenames();
listenForNew();
listenForItems();
listenForOpeners();
