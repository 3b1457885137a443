// The scene strip: a picture, the name and the length of each scene. A click makes a scene the one that is spoken of.
import { restFrame } from "../../storyboard/renderer/cover.js";
import { patch } from "../../storyboard/renderer/patch.js";
import { render } from "../../storyboard/renderer/renderer.js";
import { h, setText } from "./dom.js";

const seconds = (value) => `${Number(value.toFixed(1))} s`;

export class PreviewStrip {
  element = h("ol", { class: "preview-strip", "aria-label": "Scenes" });
  #items = new Map();
  #options;

  /** `choose(sceneId)` is called when a person picks a scene. */
  constructor(options, choose) {
    this.#options = options;
    this.element.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) choose(button.dataset.sceneId);
    });
  }

  /** Returns the spans of the scenes that cannot be drawn. */
  update(reel) {
    this.#items = new Map(reel.spans.map(({ scene: { id } }) => [id, this.#items.get(id) ?? this.#build(id)]));
    this.#arrange([...this.#items.values()].map(({ element }) => element));
    return reel.spans.filter((span) => !this.#draw(reel, span));
  }

  /** Only what is not in its place is moved; what is moved loses the focus, and gets it back. */
  #arrange(elements) {
    const focused = document.activeElement;
    for (const element of [...this.element.children]) if (!elements.includes(element)) element.remove();
    elements.forEach((element, i) => {
      if (this.element.children[i] !== element) this.element.insertBefore(element, this.element.children[i] ?? null);
    });
    if (this.element.contains(focused)) focused.focus({ preventScroll: true });
  }

  #build(sceneId) {
    const picture = h("span", { class: "shot-picture", "aria-hidden": "true" });
    const number = h("span", { class: "shot-number" });
    const name = h("span", { class: "shot-name", dir: "auto" });
    const length = h("span", { class: "shot-length" });
    const played = h("span", { class: "shot-played", "aria-hidden": "true" });
    const button = h("button", { type: "button", class: "shot", "data-scene-id": sceneId }, picture, played, number, name, length);
    return { element: h("li", {}, button), button, picture, number, name, length, played };
  }

  #draw(reel, span) {
    const { element, button, picture, number, name, length } = this.#items.get(span.scene.id);
    const { storyboard, fps } = reel;
    const frames = span.to - span.from;
    const alone = { ...storyboard, scenes: [span.scene] };
    const rest = restFrame({ scene: span.scene, from: 0, to: frames }, fps);
    const tree = render(alone, rest, { ...this.#options, scope: `${this.#options.scope}shot${span.index}-` });
    const isFailed = tree.children.some(({ attributes }) => attributes["data-failed"] !== undefined);
    picture.style.setProperty("--ratio", storyboard.canvas.width / storyboard.canvas.height);
    patch(picture, tree);
    setText(number, String(span.index + 1));
    setText(name, reel.nameOf(span));
    setText(length, seconds(frames / fps));
    element.style.setProperty("--length", frames);
    button.title = `${reel.nameOf(span)}, ${seconds(frames / fps)}`;
    button.toggleAttribute("data-failed", isFailed);
    return !isFailed;
  }

  /** `current`: the span that is on, if any; `targetId`: the scene that is spoken of, if any. */
  mark(current, frame, targetId) {
    for (const [id, { button, played }] of this.#items) {
      const isCurrent = id === current?.scene.id;
      if (isCurrent) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      button.ariaPressed = String(id === targetId);
      played.style.setProperty("--part", isCurrent ? Math.max(0, (frame - current.from) / (current.to - current.from)) : 0);
    }
  }

  /** Brings a scene into the strip's view without moving the page. */
  reveal(sceneId) {
    const element = this.#items.get(sceneId)?.element;
    if (!element) return;
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = element;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.element;
    const isAside = offsetLeft < scrollLeft || offsetLeft + offsetWidth > scrollLeft + clientWidth;
    const isBeyond = offsetTop < scrollTop || offsetTop + offsetHeight > scrollTop + clientHeight;
    if (isAside || isBeyond) this.element.scrollTo(offsetLeft - (clientWidth - offsetWidth) / 2, offsetTop);
  }
}
