// `<tool-list>`: the steps of one place of an answer.
import "./approval-card.js";
import "./build-card.js";
import { h } from "./dom.js";
import { enableStyles } from "./lazy-styles.js";
import "./question-card.js";
import { isUndecided } from "./state.js";
import "./tool-card.js";

export { stepsOf } from "./tool-steps.js";

await enableStyles("link[data-tool-style]");

const isQuestion = ({ name, status, payload }) => name === "ask_user" && status === "success" && payload?.question;
const tagOf = ({ kind, call }) =>
  kind === "build" ? "build-card" : isUndecided(call) ? "approval-card" : isQuestion(call) ? "question-card" : "tool-card";

export class ToolList extends HTMLElement {
  #drawn = new Map(); // elements, by the step's key

  /** @param view `{isLast, isOver, messageId}` of the answer */
  update(steps, view) {
    const hadFocus = this.contains(document.activeElement);
    const keys = new Set(steps.map(({ key }) => key));
    for (const [key, element] of this.#drawn) {
      if (keys.has(key)) continue;
      element.remove();
      this.#drawn.delete(key);
    }
    for (const step of steps) this.#draw(step, view);
    this.hidden = steps.length === 0;
    if (hadFocus && !this.contains(document.activeElement)) this.#takeFocus(); // its card was decided about, and is gone
  }

  #takeFocus() {
    this.tabIndex = -1;
    this.focus();
  }

  #draw(step, { isLast, isOver, messageId }) {
    const tag = tagOf(step);
    let element = this.#drawn.get(step.key);
    if (element?.localName !== tag) {
      const before = element;
      element = h(tag);
      if (before) before.replaceWith(element);
      else this.append(element);
      this.#drawn.set(step.key, element);
    }
    if (tag === "build-card") element.update({ step, isOver });
    else if (tag === "approval-card") element.view = { call: step.call, messageId };
    else if (tag === "tool-card") element.call = step.call;
    else Object.assign(element, { question: step.call.payload, isOpen: isLast });
  }
}

customElements.define("tool-list", ToolList);
