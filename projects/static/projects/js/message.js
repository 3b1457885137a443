// `<chat-message>`: one message of either side. Built once, then only its changed parts are written.
import { activity } from "./answer-activity.js";
import { h, setText } from "./dom.js";
import "./elapsed-time.js";
import { drawLazily } from "./lazy-part.js";
import { pageIcon } from "./page-icons.js";
import { pictureList } from "./picture-list.js";
import { isOver } from "./state.js";
import { t } from "./words.js";

const button = (label, iconName, onclick) =>
  h("button", { type: "button", class: "quiet", onclick }, pageIcon(iconName), h("span", {}, label));

export class ChatMessage extends HTMLElement {
  #view = {};
  #parts = null;

  /** The exact text, as it came. */
  get text() {
    return this.#view.message?.content ?? "";
  }

  get message() {
    return this.#view.message;
  }

  /** @param view `{message, versions, isLast}`; `versions`: messages that answer the same */
  update(view) {
    const before = this.#view;
    this.#view = view;
    this.#parts ??= view.message.role === "user" ? this.#buildUser() : this.#buildAssistant();
    if (Object.keys(view).every((name) => view[name] === before[name])) return;
    const { message } = view;
    if (message.id) this.dataset.messageId = message.id;
    this.dataset.role = message.role;
    if (message.role === "user") this.#drawUser(view);
    else this.#drawAssistant(view);
  }

  #emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail: { message: this.message, ...detail } }));
  }

  #buildUser() {
    const parts = {
      pictures: h("ul", { class: "bubble-pictures", "aria-label": t("Pictures"), hidden: true }),
      body: h("div", { class: "bubble", dir: "auto" }),
      state: h("p", { class: "send-state", hidden: true }),
      actions: h(
        "div",
        { class: "actions", hidden: true },
        button(t("Try again"), "retry", () => this.#emit("send-again")),
        button(t("Discard"), "cancelled", () => this.#emit("discard")),
      ),
      row: h("div", { class: "said-row", hidden: true }),
    };
    const heading = h("h2", { class: "visually-hidden" }, t("You"));
    this.append(heading, parts.pictures, parts.body, parts.state, parts.actions, parts.row);
    return parts;
  }

  #drawUser({ message: { content, attachments = [], status, problem } }) {
    const { pictures, body, state, actions, row } = this.#parts;
    this.dataset.status = status;
    setText(body, content);
    if (pictures.children.length !== attachments.length) pictures.replaceChildren(...pictureList(attachments));
    pictures.hidden = attachments.length === 0;
    setText(state, problem ?? { sending: t("Sending"), sent: t("Sent") }[status] ?? "");
    state.hidden = !state.textContent;
    actions.hidden = !problem;
    row.hidden = status !== "success";
    if (!row.hidden) this.#drawRow();
  }

  #drawRow() {
    const { row } = this.#parts;
    drawLazily(row, import.meta.resolve("./person-row.js"), t("What belongs to a message"), ({ PersonRow }) => {
      this.#parts.own ??= new PersonRow(row, (type, detail) => this.#emit(type, detail));
      this.#parts.own.update(this.message);
    });
  }

  #buildAssistant() {
    const parts = {
      body: h("div", { class: "answer-body" }),
      activity: h("p", { class: "activity", hidden: true }),
      word: h("span"),
      elapsed: h("elapsed-time"),
      outcome: h("div", { class: "outcome", hidden: true }),
      footer: h("footer", { hidden: true }),
      remove: button(t("Remove"), "cancelled", () => this.#emit("stop-answer")),
    };
    parts.activity.append(h("span", { class: "pulse", "aria-hidden": "true" }), parts.word, parts.elapsed, parts.remove);
    const heading = h("h2", { class: "visually-hidden" }, t("Assistant"));
    this.append(heading, parts.body, parts.activity, parts.outcome, parts.footer);
    return parts;
  }

  #drawAssistant({ message, versions }) {
    const parts = this.#parts;
    const over = isOver(message);
    if (!over) this.dataset.status = message.status;
    this.#drawBody();
    if (!over || message.partial) this.#drawActivity(message);
    parts.activity.hidden = (over && !message.partial) || this.dataset.activity === "building"; // a card says that already
    if (over) this.#drawOutcome();
    else parts.outcome.hidden = true; // a replay goes back
    if (over || versions.length > 1) this.#drawFooter();
  }

  #drawBody() {
    const { body } = this.#parts;
    drawLazily(body, import.meta.resolve("./answer-body.js"), t("What shows an answer"), ({ AnswerBody }) => {
      this.#parts.answer ??= new AnswerBody(body);
      this.#parts.answer.update(this.#view);
      this.dataset.status = this.message.status; // an answer has not ended before its last words are there
    });
  }

  #drawFooter() {
    const { footer } = this.#parts;
    drawLazily(footer, import.meta.resolve("./answer-footer.js"), t("What belongs to an answer"), ({ AnswerFooter }) => {
      this.#parts.actions ??= new AnswerFooter(footer, (type, detail) => this.#emit(type, detail));
      this.#parts.actions.update(this.#view);
    });
  }

  #drawActivity(message) {
    const { word, elapsed, remove } = this.#parts;
    const [key, doing] = activity(message);
    this.dataset.activity = key;
    setText(word, doing);
    elapsed.hidden = message.status === "pending" || key === "undecided" || isOver(message);
    elapsed.since = message.started ?? message.created;
    remove.hidden = message.status !== "pending";
  }

  #drawOutcome() {
    const { outcome } = this.#parts;
    drawLazily(outcome, import.meta.resolve("./answer-outcome.js"), t("What belongs to an answer"), ({ drawOutcome }) =>
      drawOutcome(outcome, this.message, this.closest("chat-page")?.dataset.admin),
    );
  }
}

customElements.define("chat-message", ChatMessage);
