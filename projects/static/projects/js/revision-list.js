// The history of the video, newest first: a picture of each change, what it was, who asked for it and when. A click shows what
// the video was then.
import { h, setText } from "./dom.js";
import { summaryOf } from "./phrases.js";
import { RevisionPictures } from "./revision-pictures.js";
import { language, t } from "./words.js";

const BY = { tool: t("in the chat"), edit: t("by hand") };

export class RevisionList {
  element = h("ol", { class: "revisions", "aria-label": t("History of the video"), hidden: true });
  #buttons = new Map();
  #pictures;

  /** `look(revision)` is called when a person picks one; `fetchVideo(revision)` resolves to its document. */
  constructor(look, fetchVideo) {
    this.#pictures = new RevisionPictures(this.element, fetchVideo);
    this.element.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) look(Number(button.dataset.revision));
    });
  }

  /** `rows`: newest first, as the API has them. They never change, so that each is drawn once. */
  update(rows) {
    for (const row of rows.toReversed()) {
      if (this.#buttons.has(row.revision)) continue;
      const button = build(row);
      this.#buttons.set(row.revision, button);
      this.element.prepend(h("li", {}, button));
      this.#pictures.add(button.firstElementChild, row);
    }
  }

  /** `newest`: the number of the current one; `shown`: of the one that is looked at. */
  mark(newest, shown) {
    for (const [revision, button] of this.#buttons) {
      button.ariaPressed = String(revision === shown);
      button.querySelector(".revision-now").hidden = revision !== newest;
    }
  }
}

function build(row) {
  const { revision, shows, cause, asked, created } = row;
  const by = BY[cause] ?? (shows === revision ? t("restored") : t("back at {number}", { number: shows }));
  const button = h(
    "button",
    { type: "button", class: "revision", "data-revision": String(revision) },
    h("span", { class: "revision-picture", "aria-hidden": "true" }),
    h("span", { class: "revision-summary", dir: "auto" }, summaryOf(row)),
    asked && h("span", { class: "revision-asked", dir: "auto" }, t("You asked: {words}", { words: asked })),
    h("span", { class: "revision-made" }, h("span", { class: "revision-now", hidden: true }, t("Now")), h("span", {}, by), time(created), h("span", { class: "revision-number" }, t("no. {number}", { number: revision }))),
  );
  return button;
}

function time(created) {
  const date = new Date(created);
  const isToday = date.toDateString() === new Date().toDateString();
  /** @type {Intl.DateTimeFormatOptions} */
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const words = isToday ? date.toLocaleTimeString(language, clock) : date.toLocaleString(language, { day: "numeric", month: "short", ...clock });
  const element = h("time", { datetime: date.toISOString() });
  setText(element, words);
  return element;
}
