// The films to begin with play one after the other while they are in sight; first the one under the pointer, or with the focus.
// Who writes is left in peace.
import { FilmPicture } from "./film-picture.js";
import { prepared } from "./prepared-film.js";

const TURN = 5000; // ms for each
const AGAIN = 1000; // ms after the pointer has gone

/** @param section the films @param input where a person writes */
export function playStarters(section, input) {
  new StarterFilms([...section.querySelectorAll("[data-film]")], input);
}

class StarterFilms {
  #buttons;
  #input;
  #pictures = new Map(); // by button
  #seen = new Set(); // buttons
  #on = null; // the button whose film plays
  #timer = null;

  constructor(buttons, input) {
    [this.#buttons, this.#input] = [buttons, input];
    const sight = new IntersectionObserver((entries) => this.#see(entries), { threshold: 0.7 });
    for (const button of buttons) {
      sight.observe(button);
      for (const type of ["pointerenter", "focus"]) button.addEventListener(type, () => this.#play(button));
      for (const type of ["pointerleave", "blur"]) button.addEventListener(type, () => this.#wait(AGAIN));
    }
    input.addEventListener("input", () => this.#wait(AGAIN));
  }

  #see(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#seen.add(target);
      else this.#seen.delete(target);
    }
    if (!this.#seen.has(this.#on)) this.#next();
  }

  #wait(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#next(), milliseconds);
  }

  /** The chosen one goes on; else the next in sight has its turn. */
  #next() {
    const chosen = this.#buttons.find((each) => each.matches(":hover, :focus-visible"));
    const after = this.#buttons.indexOf(this.#on) + 1;
    const inTurn = [...this.#buttons.slice(after), ...this.#buttons.slice(0, after)].find((each) => this.#seen.has(each));
    this.#play(chosen ?? (this.#input.value ? null : inTurn ?? null));
  }

  async #play(button) {
    clearTimeout(this.#timer);
    const before = this.#on;
    this.#on = button;
    if (before && before !== button) this.#rest(before);
    if (!button) return;
    if (!this.#pictures.has(button)) this.#pictures.set(button, this.#load(button));
    const picture = await this.#pictures.get(button);
    if (this.#on !== button) return;
    button.classList.add("is-playing");
    picture.play();
    this.#wait(TURN);
  }

  async #rest(button) {
    button.classList.remove("is-playing");
    (await this.#pictures.get(button)).rest();
  }

  async #load(button) {
    const picture = new FilmPicture(() => prepared(button.dataset.film));
    await picture.fetch(); // and with it the styles that lay it over the poster
    button.prepend(picture.element);
    return picture;
  }
}
