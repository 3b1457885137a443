// One frame of the video in each of the palettes: one is drawn after the other, so that no frame of the page takes long.
import { coverFrame } from "../../storyboard/renderer/cover.js";
import { patch } from "../../storyboard/renderer/patch.js";
import { render } from "../../storyboard/renderer/renderer.js";

export class PaletteFrames {
  #addressOf;
  #waiting = [];
  #storyboard = null;
  #request = null;

  constructor(addressOf) {
    this.#addressOf = addressOf;
  }

  /** `palettes`: [{picture, colours}] */
  draw(storyboard, palettes) {
    if (!storyboard.scenes.length || (storyboard === this.#storyboard && palettes.every(({ picture }) => picture.firstChild))) return;
    this.#storyboard = storyboard;
    this.#waiting = palettes.map((each, number) => ({ ...each, number }));
    this.#request ??= requestAnimationFrame(() => this.#next());
  }

  #next() {
    const next = this.#waiting.shift();
    this.#request = next ? requestAnimationFrame(() => this.#next()) : null;
    if (!next) return;
    const { picture, colours, number } = next;
    const { width, height } = this.#storyboard.canvas;
    const dressed = { ...this.#storyboard, style: { ...this.#storyboard.style, palette: colours } };
    picture.style.setProperty("--ratio", width / height);
    patch(picture, render(dressed, coverFrame(dressed), { scope: `palette${number}-`, addressOf: this.#addressOf }));
  }
}
