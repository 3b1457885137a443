// The list of projects: a new one, the name that changes, one that is deleted, more of them, and a drawer where there is no
// room for it.
import { createProject } from "./api.js";
import "./composition.js";
import "./editable-title.js";
import { icon } from "./icons.js";
import { loadModule } from "./lazy-module.js";
import { note } from "./notes.js";
import { itemsOf, withMenu } from "./project-items.js";

const deletion = () => loadModule(import.meta.resolve("./project-deletion.js"));
/** Whether this page was opened since a project was deleted on its own page (project-deletion.js). */
function hasLeft() {
  try {
    return sessionStorage.getItem("deleted-project") !== null;
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
    for (const item of itemsOf(id)) item.querySelector("[data-action=project-menu]").ariaLabel = `More about “${title}”`;
  });
}

function listenForItems() {
  document.querySelector("[data-action=search]")?.prepend(icon("search"));
  for (const item of document.querySelectorAll("li[data-project]")) withMenu(item);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-action=project-menu], [data-action=more-projects], [data-action=search]");
    if (button) act(button).catch(({ message }) => note(`That did not work. Try again. (${message})`));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    act(document.querySelector("[data-action=search]")).catch(console.warn);
  });
  if (hasLeft()) deletion().then(({ resume }) => resume());
}

/** Most visits change no project and look at none but their own: what does it is loaded when it is wanted. */
async function act(button) {
  if (button.dataset.action === "project-menu") (await menu()).openMenu(button);
  else if (button.dataset.action === "search") (await finder()).openFinder();
  else (await pages()).showMore(button);
}

async function drawLists() {
  (await list()).drawLists();
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

function makeDrawer() {
  const sidebar = document.querySelector("#sidebar");
  const openers = document.querySelectorAll("[data-action=open-projects]");
  if (!openers.length) return;
  const others = document.querySelectorAll("main, .preview");
  let opener = openers[0]; // the one that was used
  const isOpen = () => sidebar.classList.contains("is-open");
  const set = (willBeOpen) => {
    sidebar.classList.toggle("is-open", willBeOpen);
    for (const each of others) each.inert = willBeOpen;
    for (const each of openers) each.setAttribute("aria-expanded", String(willBeOpen));
    (willBeOpen ? sidebar.querySelector("a, button") : opener).focus();
    if (willBeOpen) drawLists().catch(console.warn); // without its pictures it is a list all the same
  };
  const open = ({ currentTarget }) => {
    opener = currentTarget;
    set(true);
  };
  for (const each of openers) each.addEventListener("click", open);
  sidebar.querySelector("[data-action=close-projects]").addEventListener("click", () => set(false));
  document.querySelector(".drawer-veil").addEventListener("click", () => set(false));
  sidebar.addEventListener("keydown", (event) => event.key === "Escape" && isOpen() && set(false));
  matchMedia("(min-width: 60rem)").addEventListener("change", () => isOpen() && set(false));
}

listenForRenames();
listenForNew();
listenForItems();
makeDrawer();
if (document.querySelector(".slates")) drawLists().catch(console.warn);
