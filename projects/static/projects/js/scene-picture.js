// A scene as a small picture: drawn by the renderer once it comes near the window, and played while a pointer rests on it.
import { restFrame } from "../../storyboard/renderer/cover.js";
import { patch } from "../../storyboard/renderer/patch.js";
import { render } from "../../storyboard/renderer/renderer.js";
import { h } from "./dom.js";
import { videoStyles } from "./video-styles.js";

let count = 0;
const waiting = new WeakMap(); // what to do when an element comes into sight
const sight = new IntersectionObserver(
  (entries) => entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => whenSeen(target)),
  { rootMargin: "400px" },
);

function whenSeen(element) {
  sight.unobserve(element);
  waiting.get(element)();
}

const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class ScenePicture {
  element = h("span", { class: "scene-picture", "aria-hidden": "true" });
  #film = null; // the document with this scene alone
  #frames = 0;
  #options;
  #playing = null;

  constructor() {
    const { assets } = document.querySelector("storyboard-preview")?.dataset ?? {};
    this.#options = { scope: `picture${count++}-`, addressOf: (id) => `${assets ?? ""}${id}/` };
    waiting.set(this.element, () => this.#draw());
  }

  show(storyboard, scene) {
    this.#film = { ...storyboard, scenes: [scene] };
    this.#frames = Math.max(1, Math.round(scene.duration * storyboard.canvas.fps));
    this.element.style.setProperty("--ratio", storyboard.canvas.width / storyboard.canvas.height);
    sight.observe(this.element);
  }

  play() {
    if (!this.#film || this.#playing || isStill()) return;
    const began = performance.now();
    const tick = (now) => {
      this.#render(Math.floor(((now - began) / 1000) * this.#film.canvas.fps) % this.#frames);
      this.#playing = requestAnimationFrame(tick);
    };
    this.#playing = requestAnimationFrame(tick);
  }

  rest() {
    if (this.#playing) cancelAnimationFrame(this.#playing);
    this.#playing = null;
    if (this.#film) this.#draw();
  }

  async #draw() {
    const film = this.#film;
    await videoStyles(film);
    if (film === this.#film && !this.#playing) this.#render(restFrame({ scene: film.scenes[0], from: 0, to: this.#frames }, film.canvas.fps));
  }

  #render(frame) {
    patch(this.element, render(this.#film, frame, this.#options));
    this.element.toggleAttribute("data-drawn", true);
  }
}
