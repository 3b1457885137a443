// The films to begin with play while a pointer, or the focus, rests on them.
import { FilmPicture } from "./film-picture.js";
import { prepared } from "./prepared-film.js";
import { isStill } from "./reduced-motion.js";

const pictures = new WeakMap(); // by button

export function playStarters(section) {
  if (isStill()) return;
  for (const type of ["pointerover", "focusin"]) section.addEventListener(type, ({ target }) => begin(target.closest("[data-film]")));
  begin(section.querySelector("[data-film]:hover")); // what this was loaded for
}

async function begin(button) {
  if (!button || pictures.has(button)) return;
  const picture = new FilmPicture(() => prepared(button.dataset.film));
  pictures.set(button, picture);
  button.prepend(picture.element);
  await picture.fetch();
  const rests = () => !button.matches(":hover, :focus-visible");
  const change = () => (rests() ? picture.rest() : picture.play());
  for (const type of ["pointerenter", "pointerleave", "focus", "blur"]) button.addEventListener(type, change);
  change();
}
