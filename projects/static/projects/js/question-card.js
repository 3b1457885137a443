// `<question-card>`: what `ask_user` asked. An option is sent as the next message, while nothing else was said since.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

export class QuestionCard extends HTMLElement {
  set question({ question, options = [] }) {
    if (this.hasChildNodes()) return;
    const buttons = options.map((option) =>
      h("button", { type: "button", class: "option", dir: "auto", onclick: () => this.#answer(option) }, option),
    );
    const heading = h("p", { class: "question-text", dir: "auto" }, icon("question"), h("span", {}, question));
    this.append(heading, h("div", { class: "options", role: "group", "aria-label": t("Answers") }, ...buttons));
  }

  set isOpen(isOpen) {
    for (const button of this.querySelectorAll("button")) button.disabled = !isOpen;
  }

  #answer(option) {
    this.isOpen = false; // at once: a double click must not answer twice
    this.dispatchEvent(new CustomEvent("answer-question", { bubbles: true, detail: { message: option } }));
  }
}

customElements.define("question-card", QuestionCard);
