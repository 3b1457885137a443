// `?` and the button beside the title open the list of keys.
import { isTyping } from "./dom.js";
import { loadModule } from "./lazy-module.js";

export function listenForShortcuts(dialog, opener) {
  const open = async () => {
    const { fill } = await loadModule(import.meta.resolve("./key-list.js"));
    if (!dialog.firstElementChild) fill(dialog, [...document.querySelectorAll("[data-role=commands] button")]);
    if (!dialog.open) dialog.showModal();
  };
  opener.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
