// `<editable-title>`: a project's name, renamed in place by a double click or F2. Others may rename it meanwhile: what is shown
// in the end is the newest name.
import { setText } from "./dom.js";
import { loadModule } from "./lazy-module.js";
import { note } from "./notes.js";
import { shownTitle, t } from "./words.js";

export class EditableTitle extends HTMLElement {
  #name = "";
  #box = null; // what renames it, which is loaded when somebody wants to

  connectedCallback() {
    this.#name = this.textContent;
    this.addEventListener("dblclick", (event) => this.rename(event));
    this.closest("a")?.addEventListener("keydown", (event) => event.key === "F2" && this.rename(event));
    // The page that is open already needs no visit, and a double click begins with a click.
    this.closest("a[aria-current]")?.addEventListener("click", (event) => event.preventDefault());
  }

  /** The newest name, from whomever. */
  set title(title) {
    this.#name = shownTitle(title);
    if (this.#box) this.#box.draw();
    else setText(this, this.#name);
  }

  get name() {
    return this.#name;
  }

  async rename(event) {
    event.preventDefault();
    try {
      const { TitleBox } = await loadModule(import.meta.resolve("./title-box.js"));
      this.#box ??= new TitleBox(this);
      this.#box.open();
    } catch ({ message }) {
      note(t("That did not work. Try again. ({message})", { message }));
    }
  }
}

customElements.define("editable-title", EditableTitle);
