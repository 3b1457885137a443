// A whole film as a small picture: fetched and drawn once it comes near the window, and played while a pointer rests on it.
import { coverFrame } from "../../storyboard/renderer/cover.js";
import { loadFonts } from "../../storyboard/renderer/fonts.js";
import { patch } from "../../storyboard/renderer/patch.js";
import { render } from "../../storyboard/renderer/renderer.js";
import { totalFrames } from "../../storyboard/renderer/timeline.js";
import { h } from "./dom.js";
import { enableStyles } from "./lazy-styles.js";

let count = 0;
const pictures = new WeakMap(); // by element
const sight = new IntersectionObserver(
  (entries) => entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => pictures.get(target).fetch()),
  { rootMargin: "200px" },
);

export class FilmPicture {
  element = h("span", { class: "film-picture", "aria-hidden": "true" });
  #load;
  #told;
  #film = null;
  #options;
  #playing = null;

  /** @param load resolves to the document; @param assets where its pictures are; @param told is called with its seconds */
  constructor(load, assets = "", told = () => {}) {
    this.#load = load;
    this.#told = told;
    this.#options = { scope: `film${count++}-`, addressOf: (id) => `${assets}${id}/` };
    pictures.set(this.element, this);
    sight.observe(this.element);
  }

  async fetch() {
    sight.unobserve(this.element);
    const storyboard = await this.#load().catch(() => null);
    if (!storyboard?.scenes.length) return;
    await Promise.all([enableStyles("link[data-film-style], link[data-items-style]"), loadFonts(storyboard).catch(() => {})]);
    this.#film = storyboard;
    this.#told(totalFrames(storyboard) / storyboard.canvas.fps);
    this.element.style.setProperty("--ratio", storyboard.canvas.width / storyboard.canvas.height);
    this.rest();
  }

  play() {
    if (!this.#film || this.#playing || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const began = performance.now();
    const tick = (now) => {
      this.#render(Math.floor(((now - began) / 1000) * this.#film.canvas.fps) % totalFrames(this.#film));
      this.#playing = requestAnimationFrame(tick);
    };
    this.#playing = requestAnimationFrame(tick);
  }

  rest() {
    if (this.#playing) cancelAnimationFrame(this.#playing);
    this.#playing = null;
    if (this.#film) this.#render(coverFrame(this.#film));
  }

  #render(frame) {
    patch(this.element, render(this.#film, frame, this.#options));
  }
}
