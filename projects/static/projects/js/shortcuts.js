// `?` and the button beside the title open the list of keys.
import { isEditable } from "./dom.js";

export function listenForShortcuts(dialog, opener) {
  opener.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !isEditable(event.target) && !dialog.open) dialog.showModal();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
