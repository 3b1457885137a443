// `<editable-title>`: a project's name, renamed in place by a double click or F2. Enter keeps, Escape leaves it.
import { renameProject } from "./api.js";
import { h, setText } from "./dom.js";

export class EditableTitle extends HTMLElement {
  #input = null;

  connectedCallback() {
    this.addEventListener("dblclick", (event) => this.rename(event));
    this.closest("a")?.addEventListener("keydown", (event) => event.key === "F2" && this.rename(event));
    // The page that is open already needs no visit, and a double click begins with a click.
    this.closest("a[aria-current]")?.addEventListener("click", (event) => event.preventDefault());
  }

  set title(title) {
    if (!this.#input) setText(this, title);
  }

  rename(event) {
    event.preventDefault();
    if (this.#input) return;
    const before = this.textContent;
    this.#input = h("input", { type: "text", maxlength: "200", "aria-label": "Project name", dir: "auto" });
    this.#input.value = before;
    this.#input.addEventListener("keydown", (key) => this.#pressed(key, before));
    this.#input.addEventListener("click", (click) => click.preventDefault()); // it lies in a link
    this.#input.addEventListener("blur", () => this.#end(this.#input?.value, before));
    this.replaceChildren(this.#input);
    this.#input.select();
  }

  #pressed(event, before) {
    event.stopPropagation();
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    this.#end(event.key === "Enter" ? this.#input.value : before, before);
    this.closest("a, [tabindex]")?.focus();
  }

  async #end(typed, before) {
    if (!this.#input) return;
    const title = typed.trim() || before;
    this.#input = null;
    this.textContent = title;
    if (title === before) return;
    const renamed = (name) =>
      document.dispatchEvent(new CustomEvent("project-renamed", { detail: { id: this.dataset.projectId, title: name } }));
    renamed(title);
    try {
      await renameProject(this.dataset.projectId, title);
    } catch {
      renamed(before);
    }
  }
}

customElements.define("editable-title", EditableTitle);
