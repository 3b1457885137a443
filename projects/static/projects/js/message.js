// `<chat-message>`: one message of either side. Built once, then only its changed parts are written.
import { h, setText } from "./dom.js";
import "./elapsed-time.js";
import { icon, labelledButton as button } from "./icons.js";
import { loadModule } from "./lazy-module.js";
import { MarkdownView } from "./markdown.js";
import { activity, outcome } from "./outcome.js";
import { buildPerson, drawPerson } from "./person-message.js";
import { receipt } from "./receipt.js";
import { isOver, isUnfinished } from "./state.js";
import { VersionSwitch } from "./version-switch.js";

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

  /** @param view {message, versions: messages that answer the same, isLast} */
  update(view) {
    const before = this.#view;
    this.#view = view;
    this.#parts ??= view.message.role === "user" ? buildPerson(this) : this.#buildAssistant();
    if (Object.keys(view).every((name) => view[name] === before[name])) return;
    const { message } = view;
    if (message.id) this.dataset.messageId = message.id;
    this.dataset.status = message.status;
    this.dataset.role = message.role;
    if (message.role === "user") drawPerson(this.#parts, message);
    else this.#drawAssistant(view);
  }

  emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail: { message: this.message, ...detail } }));
  }

  #buildAssistant() {
    const body = h("div", { class: "prose" });
    const parts = {
      body,
      markdown: new MarkdownView(body),
      thoughts: h("message-thoughts", { hidden: true }),
      tools: h("tool-list", { hidden: true }),
      activity: h("p", { class: "activity", hidden: true }),
      word: h("span"),
      elapsed: h("elapsed-time"),
      outcome: h("div", { class: "outcome", hidden: true }),
      changes: h("ul", { class: "changes", "aria-label": "Changes of the video", hidden: true }),
      receipt: h("p", { class: "receipt" }),
      versions: new VersionSwitch((version, number) => this.emit("show-version", { version, number })),
      retry: button("Try again", "retry", () => this.emit("retry-answer")),
      remove: button("Remove", "cancelled", () => this.emit("stop-answer")),
    };
    parts.activity.append(h("span", { class: "pulse", "aria-hidden": "true" }), parts.word, parts.elapsed, parts.remove);
    parts.footer = h("footer", { hidden: true }, parts.versions.element, parts.receipt, parts.retry);
    const heading = h("h2", { class: "visually-hidden" }, "Assistant");
    this.append(heading, parts.thoughts, body, parts.tools, parts.activity, parts.outcome, parts.changes, parts.footer);
    return parts;
  }

  #drawAssistant({ message, versions, isLast }) {
    const parts = this.#parts;
    const over = isOver(message);
    parts.markdown.update(message.content, { whole: over, paused: message.tool_calls.some(isUnfinished) });
    parts.body.hidden = !message.content;
    if (message.reasoning || parts.thoughts.update) this.#drawThoughts();
    if (message.tool_calls.length || parts.tools.update) this.#drawTools();
    parts.activity.hidden = over && !message.partial;
    if (!parts.activity.hidden) this.#drawActivity(message);
    this.#drawOutcome(outcome(message));
    parts.footer.hidden = !over && versions.length < 2;
    setText(parts.receipt, over ? receipt(message) : "");
    parts.versions.update(versions, message);
    parts.retry.hidden = !over;
    parts.retry.disabled = false;
    setText(parts.retry.lastChild, message.status === "success" ? "Another take" : "Try again");
  }

  #drawTools() {
    this.#drawLazily(import.meta.resolve("./tool-list.js"), "What shows the tools", ({ changesOf }) => {
      const { message, isLast } = this.#view;
      this.#parts.tools.update(message.tool_calls, { isLast: isLast && isOver(message) });
      this.#drawChanges(isOver(message) ? changesOf(message) : []);
    });
  }

  #drawThoughts() {
    const draw = () => this.#parts.thoughts.update(this.message);
    this.#drawLazily(import.meta.resolve("./thoughts.js"), "What shows the thoughts", draw);
  }

  /** What draws a part is loaded when there is something to draw: until it is here, the part is an empty element. */
  async #drawLazily(address, part, draw) {
    try {
      draw(await loadModule(address));
    } catch (error) {
      const detail = { error, part, again: () => this.#drawLazily(address, part, draw) };
      this.dispatchEvent(new CustomEvent("unloaded", { bubbles: true, detail }));
    }
  }

  #drawActivity(message) {
    const { word, elapsed, remove } = this.#parts;
    const doing = activity(message);
    this.dataset.activity = doing.toLowerCase();
    setText(word, doing);
    elapsed.hidden = message.status === "pending" || isOver(message);
    elapsed.since = message.started ?? message.created;
    remove.hidden = message.status !== "pending";
  }

  #drawChanges(said) {
    const { changes } = this.#parts;
    changes.hidden = said.length === 0;
    if (changes.textContent !== said.join("")) changes.replaceChildren(...said.map((text) => h("li", { dir: "auto" }, text)));
  }

  #drawOutcome(said) {
    const element = this.#parts.outcome;
    element.hidden = !said;
    if (!said || element.dataset.said === said.text) return;
    element.dataset.said = said.text;
    const name = this.message.status === "error" ? "error" : "stop";
    const words = h("p", { dir: "auto" }, h("strong", {}, `${said.title}. `), said.text);
    element.replaceChildren(icon(name), words);
  }
}

customElements.define("chat-message", ChatMessage);
