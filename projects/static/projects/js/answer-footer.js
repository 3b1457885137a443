// What stands under an answer that is over: its takes, another one, and on demand what it took.
import { h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { drawLazily } from "./lazy-part.js";
import { enableStyles } from "./lazy-styles.js";
import { receipt } from "./receipt.js";
import { isOver } from "./state.js";
import { VersionSwitch } from "./version-switch.js";
import { t } from "./words.js";

await enableStyles("link[data-footer-style]");

export class AnswerFooter {
  #versions;
  #retry;
  #receipt = h("p", { class: "receipt" });
  #about;
  #footer;
  #replay;
  #message;

  /** @param emit tells the page what a person wants: `retry-answer`, `show-version` */
  constructor(footer, emit) {
    this.#footer = footer;
    this.#versions = new VersionSwitch((version, number) => emit("show-version", { version, number }));
    this.#retry = h("button", { type: "button", class: "quiet", onclick: () => emit("retry-answer") }, icon("retry"), h("span"));
    const summary = h("summary", { title: t("What this answer took"), "aria-label": t("What this answer took") }, icon("about"));
    this.#replay = h("button", { type: "button", class: "quiet", title: t("Watch how it was made"), onclick: () => this.#watch() }, icon("play"), h("span", {}, t("Replay")));
    this.#about = h("details", { class: "about-answer" }, summary, this.#receipt);
    footer.append(this.#versions.element, this.#retry, this.#replay, this.#about);
  }

  /** @param view `{message, versions}` */
  update({ message, versions }) {
    const over = isOver(message);
    this.#message = message;
    this.#replay.hidden = !over || !message.started;
    this.#footer.hidden = !over && versions.length < 2;
    this.#versions.update(versions, message);
    this.#retry.hidden = !over;
    this.#retry.disabled = false;
    setText(this.#retry.lastChild, message.status === "success" ? t("Try a different version") : t("Try again"));
    setText(this.#receipt, over ? receipt(message) : "");
    this.#about.hidden = !this.#receipt.textContent;
  }

  #watch() {
    drawLazily(this.#footer, import.meta.resolve("./replay-stage.js"), t("What replays an answer"), ({ openReplay }) => openReplay(this.#message));
  }
}
