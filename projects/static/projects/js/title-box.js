// The box in which a project is renamed, in its `<editable-title>`. Enter keeps what is typed, Escape leaves the name.
import { renameProject } from "./api.js";
import { h, setText } from "./dom.js";
import { note } from "./notes.js";
import { typedText } from "./typed-text.js";
import { t } from "./words.js";

const SHOWN_FOR_MS = 15_000;

let problem = null; // the note of the rename that failed last

export class TitleBox {
  #title;
  #input = null;
  #begun = ""; // what stood in the box when it was opened
  #saving = null; // the name that is on its way to the server

  /** @param {import("./editable-title.js").EditableTitle} title */
  constructor(title) {
    this.#title = title;
  }

  open(typed = this.#saving ?? this.#title.name) {
    if (this.#input) return;
    problem?.remove();
    this.#begun = this.#title.name;
    this.#input = h("input", { type: "text", maxlength: "200", "aria-label": t("Project name"), dir: "auto" });
    this.#input.value = typed;
    this.#input.addEventListener("keydown", (key) => this.#onKeydown(key));
    this.#input.addEventListener("click", (click) => click.preventDefault()); // it lies in a link
    this.#input.addEventListener("blur", () => this.#input && this.#close(this.#input.value));
    this.#title.replaceChildren(this.#input);
    this.#input.select();
  }

  /** Shows the newest name, unless the box is open: it is the person's. */
  draw() {
    if (!this.#input) setText(this.#title, this.#saving ?? this.#title.name);
  }

  #onKeydown(event) {
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    this.#close(event.key === "Enter" ? this.#input.value : this.#begun);
    this.#title.closest("a, [tabindex]")?.focus();
  }

  #close(typed) {
    const title = typedText(typed).trim();
    this.#input = null;
    if (title && title !== this.#begun) this.#save(title);
    this.draw();
  }

  async #save(title) {
    const id = this.#title.dataset.projectId;
    this.#saving = title;
    try {
      const row = await renameProject(id, title);
      document.dispatchEvent(new CustomEvent("project-renamed", { detail: { id, title: row.title } }));
    } catch ({ message }) {
      const again = h("button", { type: "button", onclick: () => this.open(title) }, t("Try again"));
      problem = note(t("The name is not changed to “{title}”. {reason}", { title, reason: message }), SHOWN_FOR_MS, again);
    }
    if (this.#saving === title) this.#saving = null;
    this.draw();
  }
}
