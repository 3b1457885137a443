// The blocks of the timeline: a picture, the name and the length of each scene, as wide as it lasts.
import { h, setText } from "./dom.js";
import { clockOf, secondsOf } from "./playing-time.js";
import { studioIcon } from "./studio-icons.js";
import { TimelineTiles } from "./timeline-tiles.js";
import { t } from "./words.js";

export class TimelineBlocks {
  element = h("ol", { class: "preview-strip", "aria-label": t("Scenes") });
  #blocks = new Map(); // scene id -> the elements of its block
  #reel = null;
  #tiles;

  /** `options`: what `render` takes besides a frame; `onFailures` is called when others of the scenes cannot be drawn. */
  constructor(options, onFailures) {
    this.#tiles = new TimelineTiles(options, ({ scene: { id } }, isDrawn) => {
      const { button } = this.#blocks.get(id);
      if (button.hasAttribute("data-failed") !== isDrawn) return;
      button.toggleAttribute("data-failed", !isDrawn);
      onFailures();
    });
  }

  update(reel) {
    this.#reel = reel;
    this.#blocks = new Map(reel.spans.map(({ scene: { id } }) => [id, this.#blocks.get(id) ?? build(id)]));
    this.element.style.setProperty("--length", reel.frames);
    this.#arrange([...this.#blocks.values()].map(({ element }) => element));
    for (const span of reel.spans) this.#draw(span);
  }

  /** The spans of the scenes that cannot be drawn, among those that were tried. */
  get failed() {
    return this.#reel.spans.filter(({ scene: { id } }) => this.#blocks.get(id).button.hasAttribute("data-failed"));
  }

  get widths() {
    return [...this.element.children].map(({ offsetLeft, offsetWidth }) => ({ left: offsetLeft, width: offsetWidth }));
  }

  /** As many pictures as there is room for: `widths` of the blocks, in px. */
  tile(widths) {
    this.#reel?.spans.forEach((span, i) => this.#tiles.fill(this.#blocks.get(span.scene.id).picture, this.#reel, span, widths[i].width));
  }

  elementOf(sceneId) {
    return this.#blocks.get(sceneId)?.element;
  }

  /** Only what is not in its place is moved; what is moved loses the focus, and gets it back. After what is gone, the next has it. */
  #arrange(elements) {
    const focused = document.activeElement;
    const before = [...this.element.children].findIndex((element) => element.contains(focused));
    for (const element of [...this.element.children]) if (!elements.includes(element)) element.remove();
    elements.forEach((element, i) => {
      if (this.element.children[i] !== element) this.element.insertBefore(element, this.element.children[i] ?? null);
    });
    if (this.element.contains(focused)) focused.focus({ preventScroll: true });
    else if (before >= 0) elements[Math.min(before, elements.length - 1)]?.querySelector(".shot").focus({ preventScroll: true });
  }

  #draw(span) {
    const { element, button, start, number, name, length } = this.#blocks.get(span.scene.id);
    const { fps } = this.#reel;
    const frames = span.to - span.from;
    setText(start, clockOf(span.from / fps));
    setText(number, String(span.index + 1));
    setText(name, this.#reel.nameOf(span));
    setText(length, secondsOf(frames / fps));
    element.style.setProperty("--length", frames);
    button.title = `${this.#reel.nameOf(span)}, ${secondsOf(frames / fps)}`;
  }

  /** `current`: the span that is on, if any; `targetId`: the scene that is spoken of, if any. */
  mark(current, targetId) {
    for (const [id, { button }] of this.#blocks) {
      if (id === current?.scene.id) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      button.ariaPressed = String(id === targetId);
    }
  }
}

function build(sceneId) {
  const picture = h("span", { class: "shot-picture", "aria-hidden": "true" });
  const start = h("span", { class: "shot-start", "aria-hidden": "true" });
  const number = h("span", { class: "shot-number" });
  const name = h("span", { class: "shot-name", dir: "auto" });
  const length = h("span", { class: "shot-length" });
  const button = h("button", { type: "button", class: "shot", "data-scene-id": sceneId }, picture, number, name, length);
  const trim = h("span", { class: "shot-trim", "aria-hidden": "true", title: t("Drag to change how long it lasts") });
  const cut = h("span", { class: "shot-cut", "aria-hidden": "true", title: t("Drag to move the cut before this scene") });
  const add = h("button", { type: "button", class: "shot-add", tabindex: "-1", title: t("Add a scene here"), "aria-label": t("Add a scene here") }, studioIcon("add"));
  return { element: h("li", {}, start, button, cut, trim, add), button, picture, start, number, name, length };
}
