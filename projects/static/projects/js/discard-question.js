// The question before another version of an answer goes back over later work.
import { openDialog } from "./dialog-layer.js";
import { h } from "./dom.js";
import { plural, t } from "./words.js";

/** Resolves to whether the person wants that. */
export function confirmDiscard(laterChanges) {
  const changes = plural(laterChanges, "{count} later change", "{count} later changes");
  const dialog = h(
    "dialog", { "aria-labelledby": "going-back-title" },
    h("h2", { id: "going-back-title" }, t("A different version?")),
    h("p", {}, t("This goes back to before {changes}.", { changes })),
    h("p", {}, t("They stay in the history of the video, and Undo brings them back.")),
    h(
      "form", { method: "dialog", class: "dialog-buttons" },
      h("button", { type: "submit", value: "no" }, t("Keep them")),
      h("button", { type: "submit", value: "yes", class: "primary" }, t("Go back and try again")),
    ),
  );
  openDialog(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"));
  });
}
