// `<message-queue>`: above the composer, the messages that wait for their answers: edited, moved, sent now or taken out.
import { announce } from "./announcements.js";
import { fitHeight } from "./auto-height.js";
import { h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { enableStyles } from "./lazy-styles.js";
import { editQueued, orderQueue, removeQueued, sendNow } from "./queue-api.js";
import { listenForQueueDrag } from "./queue-drag.js";
import { typedText } from "./typed-text.js";
import { plural, t } from "./words.js";

await enableStyles("link[data-queue-style]");

export class MessageQueue extends HTMLElement {
  #rows = new Map(); // elements, by the id of the message
  #waiting = [];
  #title = h("h2");
  #list = h("ol");

  connectedCallback() {
    this.append(this.#title, this.#list);
    listenForQueueDrag(this.#list, (row, to) => this.#moveTo(row, to));
    this.#list.addEventListener("keydown", (event) => this.#onKeydown(event));
  }

  /** @param waiting [{question}] in the order in which they are answered */
  update(waiting) {
    this.#waiting = waiting;
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
    const grip = h("span", { class: "grip", "aria-hidden": "true", title: t("Drag to change the order") });
    const row = h("li", { "data-id": id }, grip, h("p", { class: "words", dir: "auto" }));
    row.append(
      h(
        "div",
        { class: "row-actions", role: "group", "aria-label": t("This message") },
        button(t("Send now"), "now", () => this.#act(row, () => sendNow(this.#project, id), t("It is answered now"))),
        button(t("Edit"), "edit", () => this.#edit(row, id), { "data-edit": true }),
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

  #move(row, by) {
    const button = row.querySelector(`[data-by="${by}"]`);
    return this.#moveTo(row, [...this.#list.children].indexOf(row) + by, button);
  }

  /** `button`: what has the focus afterwards, or what has it now. The row is there at once, and goes back if it may not. */
  async #moveTo(row, to, button = document.activeElement) {
    const order = [...this.#list.children].map(({ dataset }) => dataset.id);
    const from = order.indexOf(row.dataset.id);
    order.splice(to, 0, ...order.splice(from, 1));
    this.#list.insertBefore(row, this.#list.children[to > from ? to + 1 : to] ?? null);
    const isMoved = await this.#act(row, () => orderQueue(this.#project, order), t("Number {number} of {count}", { number: to + 1, count: order.length }));
    if (!isMoved) return this.update(this.#waiting);
    if (!row.contains(button)) return;
    this.#page.stream.addEventListener("snapshot", () => requestAnimationFrame(() => (button.matches(":disabled") ? row.querySelector("button") : button).focus()), { once: true });
  }

  #onKeydown(event) {
    const row = event.target.closest("li");
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !by || !event.target.matches("button")) return;
    event.preventDefault();
    const to = [...this.#list.children].indexOf(row) + by;
    if (to >= 0 && to < this.#list.childElementCount && row.ariaBusy !== "true") this.#moveTo(row, to, event.target);
  }

  #edit(row, id) {
    const words = row.querySelector(".words");
    const input = h("textarea", { rows: 1, dir: "auto", "aria-label": t("The message that waits") });
    const close = () => {
      row.classList.remove("is-edited");
      input.remove();
      row.querySelector("[data-edit]").focus();
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
