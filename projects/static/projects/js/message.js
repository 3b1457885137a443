// `<chat-message>`: one message of either side. Built once, then only its changed parts are written.
import { h, setText } from "./dom.js";
import "./elapsed-time.js";
import { icon } from "./icons.js";
import { loadModule } from "./lazy-module.js";
import { MarkdownView } from "./markdown.js";
import { activity, outcome } from "./outcome.js";
import { pictureList } from "./picture-list.js";
import { receipt } from "./receipt.js";
import { isOver, isUnfinished } from "./state.js";
import { VersionSwitch } from "./version-switch.js";

const button = (label, iconName, onclick) =>
  h("button", { type: "button", class: "quiet", onclick }, icon(iconName), h("span", {}, label));

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
    this.#parts ??= view.message.role === "user" ? this.#buildUser() : this.#buildAssistant();
    if (Object.keys(view).every((name) => view[name] === before[name])) return;
    const { message } = view;
    if (message.id) this.dataset.messageId = message.id;
    this.dataset.status = message.status;
    this.dataset.role = message.role;
    if (message.role === "user") this.#drawUser(view);
    else this.#drawAssistant(view);
  }

  #emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail: { message: this.message, ...detail } }));
  }

  #buildUser() {
    const parts = {
      pictures: h("ul", { class: "bubble-pictures", "aria-label": "Pictures", hidden: true }),
      body: h("div", { class: "bubble", dir: "auto" }),
      state: h("p", { class: "send-state", hidden: true }),
      actions: h(
        "div",
        { class: "actions", hidden: true },
        button("Try again", "retry", () => this.#emit("send-again")),
        button("Discard", "cancelled", () => this.#emit("discard")),
      ),
    };
    this.append(h("h2", { class: "visually-hidden" }, "You"), parts.pictures, parts.body, parts.state, parts.actions);
    return parts;
  }

  #drawUser({ message: { content, attachments = [], status, problem } }) {
    const { pictures, body, state, actions } = this.#parts;
    setText(body, content);
    if (pictures.children.length !== attachments.length) pictures.replaceChildren(...pictureList(attachments));
    pictures.hidden = attachments.length === 0;
    setText(state, problem ?? { sending: "Sending", sent: "Sent" }[status] ?? "");
    state.hidden = !state.textContent;
    actions.hidden = !problem;
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
      versions: new VersionSwitch((version, number) => this.#emit("show-version", { version, number })),
      retry: button("Try again", "retry", () => this.#emit("retry-answer")),
      remove: button("Remove", "cancelled", () => this.#emit("stop-answer")),
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
