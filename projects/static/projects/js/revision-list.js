// The history of the video, newest first: what each change was, who made it and when. A click shows what it was then.
import { h, setText } from "./dom.js";

const BY = { tool: "in the chat", edit: "by hand" };

export class RevisionList {
  element = h("ol", { class: "revisions", "aria-label": "History of the video", hidden: true });
  #buttons = new Map();

  /** `look(revision)` is called when a person picks one. */
  constructor(look) {
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

function build({ revision, shows, cause, summary, created }) {
  const by = BY[cause] ?? (shows === revision ? "restored" : `back at ${shows}`);
  const button = h(
    "button",
    { type: "button", class: "revision", "data-revision": String(revision) },
    h("span", { class: "revision-number" }, String(revision)),
    h("span", { class: "revision-summary", dir: "auto" }, summary),
    h("span", { class: "revision-made" }, h("span", { class: "revision-now", hidden: true }, "Now"), h("span", {}, by), time(created)),
  );
  return button;
}

function time(created) {
  const date = new Date(created);
  const isToday = date.toDateString() === new Date().toDateString();
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const said = isToday ? date.toLocaleTimeString("en", clock) : date.toLocaleString("en", { day: "numeric", month: "short", ...clock });
  const element = h("time", { datetime: date.toISOString() });
  setText(element, said);
  return element;
}
