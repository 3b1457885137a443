// A whole film as a small picture: fetched and drawn once it comes near the window, and played while a pointer rests on it.
import { coverFrame } from "../../storyboard/renderer/cover.js";
import { loadFonts } from "../../storyboard/renderer/fonts.js";
import { totalFrames } from "../../storyboard/renderer/timeline.js";
import { InSight } from "./in-sight.js";
import { enableStyles } from "./lazy-styles.js";
import { MovingPicture } from "./moving-picture.js";

const sight = new InSight({ rootMargin: "200px" });

export class FilmPicture extends MovingPicture {
  #load;
  #onLength;

  /** @param load resolves to the document; @param assets where its pictures are; @param {(seconds: number) => void} onLength is called with its seconds */
  constructor(load, assets = "", onLength = () => {}) {
    super("film", assets);
    this.#load = load;
    this.#onLength = onLength;
    sight.wait(this.element, () => this.fetch());
  }

  async fetch() {
    sight.forget(this.element);
    const storyboard = await this.#load().catch(() => null);
    if (!storyboard?.scenes.length) return;
    await Promise.all([enableStyles("link[data-film-style], link[data-items-style]"), loadFonts(storyboard).catch(() => {})]);
    this.take(storyboard);
    this.#onLength(totalFrames(storyboard) / storyboard.canvas.fps);
    this.rest();
  }

  paintStill() {
    this.paint(coverFrame(this.film));
  }
}
