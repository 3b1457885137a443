// A film as a small picture that is still until it is played, as while a pointer rests on it.
import { patch } from "../../storyboard/renderer/patch.js";
import { render } from "../../storyboard/renderer/renderer.js";
import { totalFrames } from "../../storyboard/renderer/timeline.js";
import { h } from "./dom.js";
import { addressesIn } from "./picture-addresses.js";
import { isStill } from "./reduced-motion.js";

let count = 0;

export class MovingPicture {
  element;
  film = null; // the document
  #frames = 0;
  #options;
  #playing = null;

  /** @param name of its class and of what it draws @param assets the address of the film's pictures */
  constructor(name, assets) {
    this.element = h("span", { class: `${name}-picture`, "aria-hidden": "true" });
    this.#options = { scope: `${name}${count++}-`, addressOf: addressesIn(assets) };
  }

  get isPlaying() {
    return this.#playing !== null;
  }

  /** Takes the document, and its proportions; draws nothing. */
  take(film) {
    this.film = film;
    this.#frames = Math.max(1, totalFrames(film));
    this.element.style.setProperty("--ratio", film.canvas.width / film.canvas.height);
  }

  play() {
    if (!this.film || this.isPlaying || isStill()) return;
    const began = performance.now();
    const tick = (now) => {
      this.paint(Math.floor(((now - began) / 1000) * this.film.canvas.fps) % this.#frames);
      this.#playing = requestAnimationFrame(tick);
    };
    this.#playing = requestAnimationFrame(tick);
  }

  rest() {
    if (this.isPlaying) cancelAnimationFrame(this.#playing);
    this.#playing = null;
    if (this.film) this.paintStill();
  }

  /** Paints the frame that stands for the film: each picture its own. */
  paintStill() {}

  paint(frame) {
    patch(this.element, render(this.film, frame, this.#options));
  }
}
