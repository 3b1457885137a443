// What stands under an answer that is over: its takes, another one, and on demand what it took.
import { h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { enableStyles } from "./lazy-styles.js";
import { receipt } from "./receipt.js";
import { isOver } from "./state.js";
import { VersionSwitch } from "./version-switch.js";

await enableStyles("link[data-footer-style]");

export class AnswerFooter {
  #versions;
  #retry;
  #receipt = h("p", { class: "receipt" });
  #about;
  #footer;

  /** @param emit tells the page what a person wants: `retry-answer`, `show-version` */
  constructor(footer, emit) {
    this.#footer = footer;
    this.#versions = new VersionSwitch((version, number) => emit("show-version", { version, number }));
    this.#retry = h("button", { type: "button", class: "quiet", onclick: () => emit("retry-answer") }, icon("retry"), h("span"));
    const summary = h("summary", { title: "What this answer took", "aria-label": "What this answer took" }, icon("about"));
    this.#about = h("details", { class: "about-answer" }, summary, this.#receipt);
    footer.append(this.#versions.element, this.#retry, this.#about);
  }

  /** @param view {message, versions} */
  update({ message, versions }) {
    const over = isOver(message);
    this.#footer.hidden = !over && versions.length < 2;
    this.#versions.update(versions, message);
    this.#retry.hidden = !over;
    this.#retry.disabled = false;
    setText(this.#retry.lastChild, message.status === "success" ? "Another take" : "Try again");
    setText(this.#receipt, over ? receipt(message) : "");
    this.#about.hidden = !this.#receipt.textContent;
  }
}
