// Ctrl+K: one box that finds projects, by name and by what was said in them, and what can be done here.
import { request } from "./api.js";
import { openDialog } from "./dialog-layer.js";
import { h, setText } from "./dom.js";
import { enableStyles } from "./lazy-styles.js";
import { shownTitle, t } from "./words.js";

const WAIT_MS = 150; // after the last key
const FOUND = 12;

const pressed = (element) => ({ label: element.title && element.ariaLabel ? element.ariaLabel : element.textContent.trim(), act: () => element.click() });

/** What the buttons of this page do, under their own names. */
function actions() {
  const own = [
    [t("New video"), "[data-role=new-project] button"],
    [t("Keyboard shortcuts"), "[data-role=shortcuts]"],
    [t("Your data"), ".take-data"],
  ].flatMap(([label, selector]) => {
    const element = document.querySelector(selector);
    return element ? [{ label, act: () => element.click() }] : [];
  });
  const title = document.querySelector("h1 editable-title");
  const rename = title ? [{ label: t("Rename this video"), act: () => title.rename(new Event("rename")) }] : [];
  const tools = [...document.querySelectorAll("video-toolbar button:enabled, share-menu > button:enabled")].filter((each) => each.offsetParent);
  const all = location.pathname === "/" ? [] : [{ label: t("All videos"), act: () => location.assign("/") }];
  return [...own.slice(0, 1), ...rename, ...tools.map(pressed), ...all, ...own.slice(1)].filter(({ label }) => label);
}

export async function openFinder() {
  if (document.querySelector(".finder[open]")) return;
  await enableStyles("link[data-finder-style]");
  const known = actions();
  const input = h("input", { type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": "finder-found", "aria-autocomplete": "list", placeholder: t("Search videos and actions"), "aria-label": t("Search videos and actions") });
  const found = h("ul", { id: "finder-found", role: "listbox", "aria-label": t("Found") });
  const state = h("p", { class: "finder-state", role: "status" });
  const dialog = h("dialog", { class: "finder", "aria-label": t("Search") }, input, found, state);
  let options = [];
  let at = 0;
  let asked = 0;
  let timer = null;

  const mark = (index) => {
    at = options.length ? (index + options.length) % options.length : 0;
    options.forEach(({ element }, place) => element.setAttribute("aria-selected", String(place === at)));
    input.setAttribute("aria-activedescendant", options[at]?.element.id ?? "");
    options[at]?.element.scrollIntoView({ block: "nearest" });
  };

  const draw = (projects) => {
    const words = input.value.trim().toLowerCase();
    const fitting = known.filter(({ label }) => label.toLowerCase().includes(words));
    const rows = [
      ...projects.map((each) => ({ label: shownTitle(each.title), detail: each.excerpt, kind: t("Video"), act: () => location.assign(`/projects/${each.id}/`) })),
      ...fitting.map((each) => ({ ...each, kind: t("Action") })),
    ];
    options = rows.map((row, place) => ({
      ...row,
      element: h(
        "li",
        { id: `finder-${place}`, role: "option", onclick: () => choose(place) },
        h("span", { class: "found-words" }, h("span", { dir: "auto" }, row.label), row.detail && h("small", { dir: "auto" }, row.detail)),
        h("span", { class: "found-kind" }, row.kind),
      ),
    }));
    found.replaceChildren(...options.map(({ element }) => element));
    setText(state, options.length ? "" : t("Nothing is called so, and nobody said it"));
    mark(0);
  };

  const search = async () => {
    const number = ++asked;
    const words = input.value.trim();
    try {
      const { projects } = await request("GET", `/api/projects/?limit=${FOUND}${words && `&q=${encodeURIComponent(words)}`}`);
      if (number === asked) draw(projects);
    } catch (refused) {
      if (number === asked) setText(state, refused.message);
    }
  };

  const choose = (place) => {
    const { act } = options[place] ?? {};
    if (!act) return;
    dialog.close();
    act();
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter" && !event.isComposing) choose(at);
    else if (event.key === "Escape") dialog.close(); // a search box would only be emptied
    else return;
    event.preventDefault();
  });
  openDialog(dialog);
  draw([]);
  search();
}
