// `<editable-title>`: a project's name, renamed in place by a double click or F2. Enter keeps, Escape leaves it. Others may
// rename it meanwhile: what is shown in the end is the newest name.
import { renameProject } from "./api.js";
import { h, setText } from "./dom.js";
import { note } from "./notes.js";
import { typedText } from "./typed-text.js";
import { shownTitle, t } from "./words.js";

const SHOWN_FOR_MS = 15_000;

let problem = null; // the note of the rename that failed last

export class EditableTitle extends HTMLElement {
  #name = "";
  #input = null;
  #begun = ""; // what stood in the box when it was opened
  #saving = null; // the name that is on its way to the server

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
    this.#draw();
  }

  rename(event) {
    event.preventDefault();
    if (!this.#input) this.#open(this.#saving ?? this.#name);
  }

  #draw() {
    if (!this.#input) setText(this, this.#saving ?? this.#name);
  }

  #open(typed) {
    problem?.remove();
    this.#begun = this.#name;
    this.#input = h("input", { type: "text", maxlength: "200", "aria-label": t("Project name"), dir: "auto" });
    this.#input.value = typed;
    this.#input.addEventListener("keydown", (key) => this.#onKeydown(key));
    this.#input.addEventListener("click", (click) => click.preventDefault()); // it lies in a link
    this.#input.addEventListener("blur", () => this.#input && this.#close(this.#input.value));
    this.replaceChildren(this.#input);
    this.#input.select();
  }

  #onKeydown(event) {
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    this.#close(event.key === "Enter" ? this.#input.value : this.#begun);
    this.closest("a, [tabindex]")?.focus();
  }

  #close(typed) {
    const title = typedText(typed).trim();
    this.#input = null;
    if (title && title !== this.#begun) this.#save(title);
    this.#draw();
  }

  async #save(title) {
    const id = this.dataset.projectId;
    this.#saving = title;
    try {
      const row = await renameProject(id, title);
      document.dispatchEvent(new CustomEvent("project-renamed", { detail: { id, title: row.title } }));
    } catch ({ message }) {
      const again = h("button", { type: "button", onclick: () => this.#input || this.#open(title) }, t("Try again"));
      problem = note(t("The name is not changed to “{title}”. {reason}", { title, reason: message }), SHOWN_FOR_MS, again);
    }
    if (this.#saving === title) this.#saving = null;
    this.#draw();
  }
}

customElements.define("editable-title", EditableTitle);
