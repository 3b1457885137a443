// The list of projects: a new one, the name that changes, one that is deleted, more of them, and a drawer where there is no
// room for it.
import { createProject } from "./api.js";
import "./composition.js";
import "./editable-title.js";
import { loadModule } from "./lazy-module.js";
import { note } from "./notes.js";
import { pageIcon } from "./page-icons.js";
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
const menu = () => loadModule(import.meta.resolve("./project-menu.js"));
const finder = () => loadModule(import.meta.resolve("./finder.js"));
const list = () => loadModule(import.meta.resolve("./project-list.js"));

function listenForRenames() {
  document.addEventListener("project-renamed", ({ detail: { id, title } }) => {
    for (const name of document.querySelectorAll(`editable-title[data-project-id="${CSS.escape(id)}"]`)) name.title = title;
    const menus = document.querySelectorAll(`li[data-project="${CSS.escape(id)}"] [data-action=project-menu]`);
    for (const menu of menus) menu.ariaLabel = t("More about “{title}”", { title });
  });
}

function listenForItems() {
  document.querySelector("[data-action=search]").prepend(pageIcon("search"));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-action=project-menu], [data-action=more-projects], [data-action=search]");
    if (button) act(button).catch(({ message }) => note(t("That did not work. Try again. ({message})", { message })));
  });
  for (const button of document.querySelectorAll("[data-action=more-projects]")) button.disabled = false; // it is heard now
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    document.querySelector("[data-action=search]").click();
  });
  if (hasLeft("deleted-project")) deletion().then(({ resume }) => resume());
  if (hasLeft("background-exports")) loadModule(import.meta.resolve("./background-exports.js")).then(({ resumeExports }) => resumeExports());
}

/** Most visits change no project and look at none but their own: what does it is loaded when it is wanted. */
async function act(button) {
  if (button.dataset.action === "project-menu") (await menu()).openMenu(button);
  else if (button.dataset.action === "search") (await finder()).openFinder();
  else (await pages()).showMore(button);
}

/** Without its pictures it is a list all the same. */
async function drawLists() {
  await list().then(({ drawLists }) => drawLists(), console.warn);
  document.body.classList.add("is-listed");
}

/** The forms do it by themselves; with this, a failure leaves what is written on the page. */
function listenForNew() {
  for (const form of document.querySelectorAll("form[data-role=new-project]")) {
    const button = form.querySelector("button");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
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
    drawLists();
  };
  for (const each of openers) each.addEventListener("click", open);
}

document.querySelector(".language").addEventListener("change", ({ currentTarget }) => /** @type {HTMLFormElement} */ (currentTarget).requestSubmit());
listenForRenames();
listenForNew();
listenForItems();
listenForOpeners();
if (document.querySelector(".slates")) drawLists();
