// The pictures in a block of the timeline: the scene at its best, and where there is room, at several moments like a strip of film.
import { restFrame } from "../../storyboard/renderer/cover.js";
import { patch } from "../../storyboard/renderer/patch.js";
import { render } from "../../storyboard/renderer/renderer.js";
import { h } from "./dom.js";

const MOST = 6;

export class TimelineTiles {
  #options;
  #report;
  #wanted = new WeakMap(); // picture -> what is in it, or soon will be: {scene, style, canvas, index, count}
  #waiting = new Map(); // picture -> {reel, span, count} that is drawn in a later frame, so that no frame takes long
  #request = null;

  /** @param report is called with a span once its pictures are drawn, and with whether they could be */
  constructor(options, report) {
    this.#options = options;
    this.#report = report;
  }

  /** As many moments as fit into `width` px. What is drawn already is left as it is. */
  fill(picture, reel, span, width) {
    const { style, canvas } = reel.storyboard;
    const ratio = canvas.width / canvas.height;
    const count = Math.min(MOST, Math.max(1, Math.round(width / (picture.offsetHeight * ratio || Infinity))));
    const wanted = { scene: span.scene, style, canvas, index: span.index, count };
    const before = this.#wanted.get(picture);
    if (before && Object.keys(wanted).every((name) => wanted[name] === before[name])) return;
    this.#wanted.set(picture, wanted);
    this.#waiting.set(picture, { reel, span, count });
    this.#request ??= requestAnimationFrame(() => this.#next());
  }

  #next() {
    const [[picture, { reel, span, count }]] = this.#waiting;
    this.#waiting.delete(picture);
    this.#request = this.#waiting.size ? requestAnimationFrame(() => this.#next()) : null;
    if (!picture.isConnected) return this.#wanted.delete(picture);
    const { width, height } = reel.storyboard.canvas;
    picture.style.setProperty("--ratio", width / height);
    const tiles = Array.from({ length: count }, (_, i) => picture.children[i] ?? h("span", { class: "shot-tile" }));
    if (picture.childElementCount !== count) picture.replaceChildren(...tiles);
    const drawn = tiles.map((tile, i) => this.#paint(tile, reel.storyboard, span, momentOf(span, i, count, reel.fps), i));
    this.#report(span, drawn.every(Boolean));
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
