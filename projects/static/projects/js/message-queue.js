// `<message-queue>`: above the composer, the messages that wait for their answers: edited, moved, sent now or taken out.
import { announce } from "./announcements.js";
import { fitHeight } from "./auto-height.js";
import { h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { enableStyles } from "./lazy-styles.js";
import { editQueued, orderQueue, removeQueued, sendNow } from "./queue-api.js";
import { typedText } from "./typed-text.js";
import { plural, t } from "./words.js";

await enableStyles("link[data-queue-style]");

class MessageQueue extends HTMLElement {
  #rows = new Map(); // elements, by the id of the message
  #title = h("h2");
  #list = h("ol");

  connectedCallback() {
    this.append(this.#title, this.#list);
  }

  /** @param waiting [{question}] in the order in which they are answered */
  update(waiting) {
    const questions = waiting.map(({ question }) => question);
    const ids = new Set(questions.map(({ id }) => id));
    this.hidden = questions.length === 0;
    setText(this.#title, plural(questions.length, "{count} message waits", "{count} messages wait"));
    for (const [id, row] of this.#rows) if (!ids.has(id)) this.#drop(id, row);
    questions.forEach((question, index) => this.#place(question, index, questions.length));
  }

  #place({ id, content }, index, count) {
    if (!this.#rows.has(id)) this.#rows.set(id, this.#build(id));
    const row = this.#rows.get(id);
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    if (this.#list.children[index] !== row) this.#list.insertBefore(row, this.#list.children[index] ?? null);
    focused?.focus(); // a node that is moved loses it
    setText(row.querySelector(".words"), content);
    for (const button of row.querySelectorAll("button")) button.setAttribute("aria-description", content.slice(0, 80));
    row.querySelector("[data-by='-1']").disabled = index === 0;
    row.querySelector("[data-by='1']").disabled = index === count - 1;
  }

  #build(id) {
    const button = (label, name, onclick, more = {}) => h("button", { type: "button", class: "quiet", "aria-label": label, title: label, onclick, ...more }, icon(name));
    const row = h("li", { "data-id": id }, h("p", { class: "words", dir: "auto" }));
    row.append(
      h(
        "div",
        { class: "row-actions", role: "group", "aria-label": t("This message") },
        button(t("Send now"), "now", () => this.#act(row, () => sendNow(this.#project, id), t("It is answered now"))),
        button(t("Edit"), "edit", () => this.#edit(row, id)),
        button(t("Earlier"), "up", () => this.#move(row, -1), { "data-by": "-1" }),
        button(t("Later"), "down", () => this.#move(row, 1), { "data-by": "1" }),
        button(t("Remove"), "close", () => this.#act(row, () => removeQueued(this.#project, id), t("Removed"))),
      ),
    );
    return row;
  }

  get #project() {
    return this.dataset.projectId;
  }

  get #page() {
    return this.closest("chat-page");
  }

  /** The server answers on the stream: the list is drawn anew by the snapshot that comes. */
  async #act(row, request, sentence) {
    if (row.ariaBusy === "true") return false;
    row.ariaBusy = "true";
    this.#page.refuse("");
    try {
      await request();
      announce(sentence);
      return true;
    } catch (refused) {
      this.#page.refuse(refused.message);
      return false;
    } finally {
      row.ariaBusy = "false";
    }
  }

  async #move(row, by) {
    const rows = [...this.#list.children];
    const from = rows.indexOf(row);
    const order = rows.map(({ dataset }) => dataset.id);
    order.splice(from + by, 0, ...order.splice(from, 1));
    const button = row.querySelector(`[data-by="${by}"]`);
    if (!(await this.#act(row, () => orderQueue(this.#project, order), t("Number {number} of {count}", { number: from + by + 1, count: rows.length })))) return;
    this.#page.stream.addEventListener("snapshot", () => requestAnimationFrame(() => (button.disabled ? row.querySelector("button") : button).focus()), { once: true });
  }

  #edit(row, id) {
    const words = row.querySelector(".words");
    const input = h("textarea", { rows: 1, dir: "auto", "aria-label": t("The message that waits") });
    const close = () => {
      row.classList.remove("is-edited");
      input.remove();
      row.querySelector("[aria-label=Edit]").focus();
    };
    const save = async () => {
      const text = typedText(input.value);
      if (!text.trim() || text === words.textContent) return close();
      if (await this.#act(row, () => editQueued(this.#project, id, text), t("Changed"))) close();
    };
    input.addEventListener("input", () => fitHeight(input));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) save();
      else return;
      event.preventDefault();
    });
    input.value = words.textContent;
    row.classList.add("is-edited");
    words.after(input);
    fitHeight(input);
    input.focus();
  }

  /** The focus goes to the row that takes its place, or back to where one writes. */
  #drop(id, row) {
    const hadFocus = row.contains(document.activeElement);
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.#rows.delete(id);
    if (hadFocus) (next?.querySelector("button") ?? this.#page.querySelector("[data-role=composer]")).focus();
  }
}

customElements.define("message-queue", MessageQueue);
