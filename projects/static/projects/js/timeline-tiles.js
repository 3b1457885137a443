// The pictures in a block of the timeline: the scene at its best, and where there is room, at several moments like a strip of film.
import { restFrame } from "../renderer/cover.js";
import { patch } from "../renderer/patch.js";
import { render } from "../renderer/renderer.js";
import { h } from "./dom.js";

const MOST = 6;

export class TimelineTiles {
  #options;
  #drawn = new WeakMap(); // picture -> what is in it: {scene, style, canvas, count}
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
    const tiles = [...picture.children];
    tiles.slice(1).forEach((tile) => tile.remove());
    const tile = tiles[0] ?? picture.appendChild(h("span", { class: "shot-tile" }));
    const frames = span.to - span.from;
    const isDrawn = this.#paint(tile, storyboard, span, restFrame({ scene, from: 0, to: frames }, fps), 0);
    this.#drawn.set(picture, { scene, style, canvas, index: span.index, count: 1, isDrawn });
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
    const frames = span.to - span.from;
    const tiles = Array.from({ length: count }, (_, i) => picture.children[i] ?? h("span", { class: "shot-tile" }));
    picture.replaceChildren(...tiles);
    const momentOf = (i) => (count === 1 ? restFrame({ scene: span.scene, from: 0, to: frames }, reel.fps) : Math.floor(((i + 0.7) / count) * frames));
    tiles.forEach((tile, i) => this.#paint(tile, reel.storyboard, span, momentOf(i), i));
  }

  #paint(tile, storyboard, span, frame, number) {
    const alone = { ...storyboard, scenes: [span.scene] };
    const tree = render(alone, frame, { ...this.#options, scope: `${this.#options.scope}shot${span.index}-${number}-` });
    patch(tile, tree);
    return !tree.children.some(({ attributes }) => attributes["data-failed"] !== undefined);
  }
}
