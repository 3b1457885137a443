// Beside the sign-in a film runs; for who wants less motion it stands.
import { FilmPicture } from "./film-picture.js";
import { prepared } from "./prepared-film.js";

const place = document.querySelector("[data-sign-in-film]");
const picture = new FilmPicture(() => prepared(place.dataset.signInFilm));
place.append(picture.element);
if (matchMedia("(min-width: 60rem)").matches) picture.fetch().then(() => picture.play());
