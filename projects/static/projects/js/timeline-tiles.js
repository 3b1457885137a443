// The pictures in a block of the timeline: the scene at its best, and where there is room, at several moments like a strip of film.
import { restFrame } from "../../storyboard/renderer/cover.js";
import { patch } from "../../storyboard/renderer/patch.js";
import { render } from "../../storyboard/renderer/renderer.js";
import { h } from "./dom.js";

const MOST = 6;

export class TimelineTiles {
  #options;
  #drawn = new WeakMap(); // picture -> what is in it: {scene, style, canvas, index, count, isDrawn}; count 0: only its first tile
  #waiting = new Map(); // picture -> {reel, span, count} that is drawn in a later frame, so that no frame takes long
  #request = null;

  constructor(options) {
    this.#options = options;
  }

  /** Whether the scene can be drawn. What is drawn already is left as it is. */
  draw(picture, { storyboard, fps }, span) {
    const { scene } = span;
    const { style, canvas } = storyboard;
    const before = this.#drawn.get(picture);
    const isSame = before?.scene === scene && before.style === style && before.canvas === canvas && before.index === span.index;
    if (isSame) return before.isDrawn;
    picture.style.setProperty("--ratio", canvas.width / canvas.height);
    const tile = picture.firstElementChild ?? picture.appendChild(h("span", { class: "shot-tile" }));
    const isDrawn = this.#paint(tile, storyboard, span, momentOf(span, 0, picture.childElementCount, fps), 0);
    this.#drawn.set(picture, { scene, style, canvas, index: span.index, count: 0, isDrawn });
    return isDrawn;
  }

  /** As many moments as fit into `width` px. */
  fill(picture, reel, span, width) {
    const { canvas } = reel.storyboard;
    const count = Math.min(MOST, Math.max(1, Math.round(width / (picture.offsetHeight * (canvas.width / canvas.height) || Infinity))));
    if (this.#drawn.get(picture)?.count === count) return;
    this.#waiting.set(picture, { reel, span, count });
    this.#request ??= requestAnimationFrame(() => this.#next());
  }

  #next() {
    const [[picture, { reel, span, count }]] = this.#waiting;
    this.#waiting.delete(picture);
    this.#request = this.#waiting.size ? requestAnimationFrame(() => this.#next()) : null;
    const drawn = this.#drawn.get(picture);
    if (drawn?.scene !== span.scene) return;
    this.#drawn.set(picture, { ...drawn, count });
    const tiles = Array.from({ length: count }, (_, i) => picture.children[i] ?? h("span", { class: "shot-tile" }));
    if (picture.childElementCount !== count) picture.replaceChildren(...tiles);
    tiles.forEach((tile, i) => this.#paint(tile, reel.storyboard, span, momentOf(span, i, count, reel.fps), i));
  }

  #paint(tile, storyboard, span, frame, number) {
    const alone = { ...storyboard, scenes: [span.scene] };
    const tree = render(alone, frame, { ...this.#options, scope: `${this.#options.scope}shot${span.index}-${number}-` });
    patch(tile, tree);
    return !tree.children.some(({ attributes }) => attributes["data-failed"] !== undefined);
  }
}

/** The frame of tile `i` of `count`, from the start of the scene: one alone shows the scene at its best. */
function momentOf({ scene, from, to }, i, count, fps) {
  const frames = to - from;
  return count === 1 ? restFrame({ scene, from: 0, to: frames }, fps) : Math.floor(((i + 0.7) / count) * frames);
}
