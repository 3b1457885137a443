// `‹ 2/3 ›`: which take of an answer is shown, or which version of a person's message.
import { h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

export class VersionSwitch {
  #position = h("span", { class: "position" });
  #previous;
  #next;
  #versions = [];
  #index = 0;

  /** @param onShow called with the message to show, and which take it is, from 1 */
  constructor(onShow) {
    const step = (by) => () => onShow(this.#versions[this.#index + by], this.#index + by + 1);
    const button = (label, name, by) =>
      h("button", { type: "button", class: "quiet", "aria-label": label, onclick: step(by) }, icon(name));
    this.#previous = button(t("Previous version"), "previous", -1);
    this.#next = button(t("Next version"), "next", +1);
    this.element = h("div", { class: "version-switch", role: "group", "aria-label": t("Versions"), hidden: true });
    this.element.append(this.#previous, this.#position, this.#next);
  }

  update(versions, shown) {
    this.#versions = versions;
    this.#index = versions.findIndex((version) => version.id === shown.id);
    this.element.hidden = versions.length < 2;
    setText(this.#position, `${this.#index + 1}/${versions.length}`);
    this.#previous.disabled = this.#index <= 0;
    this.#next.disabled = this.#index >= versions.length - 1;
  }
}
