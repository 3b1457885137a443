// `<tool-list>`: the tool calls of one answer, with a line that counts them when there are several.
import { h, setText } from "./dom.js";
import { counted } from "./duration.js";
import { enableStyles } from "./lazy-styles.js";
import "./question-card.js";
import "./tool-card.js";

export { changesOf } from "./changes.js";

await enableStyles("link[data-tool-style]");

const isQuestion = (call) => call.name === "ask_user" && call.status === "success" && call.payload?.question;

export class ToolList extends HTMLElement {
  #drawn = new Map();
  #count = h("p", { class: "tool-count", hidden: true });

  connectedCallback() {
    if (!this.#count.isConnected) this.prepend(this.#count);
  }

  update(calls, { isLast }) {
    const known = new Set(calls.map((call) => call.tool_call_id));
    for (const [id, { node }] of this.#drawn) {
      if (known.has(id)) continue;
      node.remove();
      this.#drawn.delete(id);
    }
    for (const call of calls) this.#draw(call, isLast);
    this.hidden = calls.length === 0;
    this.#drawCount(calls);
  }

  #draw(call, isLast) {
    const tag = isQuestion(call) ? "question-card" : "tool-card";
    let entry = this.#drawn.get(call.tool_call_id);
    if (entry?.tag !== tag) {
      const node = h(tag);
      if (entry) entry.node.replaceWith(node);
      else this.append(node);
      this.#drawn.set(call.tool_call_id, (entry = { tag, node }));
    }
    if (tag === "tool-card") return void (entry.node.call = call);
    entry.node.question = call.payload;
    entry.node.isOpen = isLast;
  }

  #drawCount(calls) {
    const done = calls.filter((call) => call.status === "success").length;
    const failed = calls.filter((call) => call.status === "error").length;
    this.#count.hidden = calls.length < 2;
    setText(this.#count, `${counted(calls.length, "step")} · ${done} done${failed ? ` · ${failed} failed` : ""}`);
  }
}

customElements.define("tool-list", ToolList);
