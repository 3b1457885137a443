// Under what a person said: `‹ 1/2 ›` between its versions, and the pencil that makes another one.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { enableStyles } from "./lazy-styles.js";
import { VersionSwitch } from "./version-switch.js";
import { t } from "./words.js";

await enableStyles("link[data-row-style], link[data-footer-style]");

export class PersonRow {
  #versions;

  /** @param emit called with the type of an event, and its detail */
  constructor(row, emit) {
    this.#versions = new VersionSwitch(({ id }, number) => emit("choose-version", { id, number }));
    const onclick = () => emit("edit-message");
    const edit = h("button", { type: "button", class: "quiet edit", "aria-label": t("Edit the message"), title: t("Edit"), onclick }, icon("edit"));
    row.append(this.#versions.element, edit);
  }

  update(message) {
    this.#versions.update((message.versions ?? []).map((id) => ({ id })), message);
  }
}
