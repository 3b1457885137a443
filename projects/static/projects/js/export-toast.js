// A toast at the foot of the page: how far a file is, the seconds that are left, Cancel; in the end Download.
import { h, setText } from "./dom.js";
import { enableStyles } from "./lazy-styles.js";
import { plural, t } from "./words.js";

const TELLING = 0.04; // of the work, before anyone guesses how long the rest takes

await enableStyles("link[data-toast-style]");
const toasts = h("section", { class: "toasts", "aria-label": t("Exports") });
(document.querySelector(".preview:not([hidden])") ?? document.body).append(toasts);

export class ExportToast {
  #start = performance.now();
  #first = null; // the part that was done when it was first told
  #name = h("strong", { dir: "auto" });
  #step = h("p", { class: "toast-step" });
  #words = h("p", { class: "toast-said", role: "status" });
  #bar;
  #cancel;
  #close = h("button", { type: "button", class: "quiet", onclick: () => this.close() }, t("Close"));
  #buttons;
  #element;

  /** `title`: of the film. `hint`: a line that stands while it lasts. `cancel()`: a person wants it to end. */
  constructor(title, hint, cancel) {
    setText(this.#name, t("MP4 of “{title}”", { title }));
    this.#bar = h("progress", { max: "1", value: "0", "aria-label": this.#name.textContent });
    this.#cancel = h("button", { type: "button", class: "quiet", onclick: cancel }, t("Cancel"));
    this.#buttons = h("div", { class: "toast-buttons" }, this.#cancel);
    const note = hint && h("p", { class: "toast-hint" }, hint);
    this.#element = h("div", { class: "toast", role: "group", "aria-label": this.#name.textContent }, this.#name, this.#step, this.#bar, note, this.#words, this.#buttons);
    toasts.append(this.#element);
  }

  /** `part` of it is done, from 0 to 1; null: nobody knows. `step` takes the place of the time that is left. */
  show(part, step = "") {
    if (part === null) this.#bar.removeAttribute("value");
    else this.#bar.value = part;
    setText(this.#step, step || this.#timeLeft(part));
  }

  #timeLeft(part) {
    const now = performance.now();
    if (part === null || part >= 1) return t("Getting ready …");
    this.#first ??= part;
    if (this.#first === part) this.#start = now;
    const done = part - this.#first;
    if (done < TELLING) return t("Getting ready …");
    const seconds = Math.ceil((((now - this.#start) / done) * (1 - part)) / 1000);
    return seconds < 60
      ? plural(seconds, "{count} second left", "{count} seconds left")
      : plural(Math.ceil(seconds / 60), "{count} minute left", "{count} minutes left");
  }

  set canEnd(isPossible) {
    this.#cancel.disabled = !isPossible;
  }

  /** The file is there: `words` about it, and the link that hands it over. */
  finish(words, link) {
    link.classList.add("primary");
    this.#end(words, link);
  }

  /** There is no file. */
  fail(words) {
    this.#end(words, null);
  }

  #end(words, link) {
    const hadFocus = this.#element.contains(document.activeElement);
    for (const part of [this.#bar, this.#step, this.#element.querySelector(".toast-hint")]) part?.remove();
    setText(this.#words, words);
    this.#buttons.replaceChildren(...[link, this.#close].filter(Boolean));
    if (hadFocus) this.#buttons.firstElementChild.focus();
  }

  focus() {
    this.#cancel.focus();
  }

  close() {
    this.#element.remove();
  }
}
