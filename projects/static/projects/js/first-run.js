// What the page offers where nothing is said yet: films to begin with, and a format and a length for the first message. They
// become words of it: the request says all, and nothing else has to agree with the video.
import { loadModule } from "./lazy-module.js";

const FILMS = import.meta.resolve("./starter-films.js");

export function withChoices(message) {
  const isFirst = document.querySelector("[data-role=empty]:not([hidden])");
  const words = [...(isFirst ? document.querySelectorAll(".first-choices :checked") : [])].map(({ value }) => value).filter(Boolean);
  return words.length ? `${message}\n\n${words.join(", ")}.` : message;
}

/** @param section the films @param input where a person writes; `begin(message)` is called for the one that is chosen. */
export function listenForStarters(section, input, begin) {
  section.addEventListener("click", ({ target }) => {
    const starter = target.closest("[data-starter]");
    if (starter) begin(withChoices(starter.dataset.starter));
  });
  const sight = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    sight.disconnect();
    loadModule(FILMS).then(({ playStarters }) => playStarters(section, input), console.warn);
  });
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) sight.observe(section.querySelector(".starters"));
}
