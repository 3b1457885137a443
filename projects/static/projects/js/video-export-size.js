// How large a file is: as the canvas, or enlarged until its shorter side has so many pixels, as `scaled_size` of the server does.
import { h } from "./dom.js";
import { t } from "./words.js";

const SHORT_SIDES = [720, 1080];

export function scaledSize({ width, height }, shortSide) {
  const factor = Math.max(1, shortSide / Math.min(width, height));
  return { width: even(width * factor), height: even(height * factor) };
}

const even = (pixels) => 2 * Math.floor(pixels / 2 + 0.5); // H.264 has one pair of colour differences for two by two pixels

/** A choice of the sizes that a canvas can have; hidden while there is only one. */
export class SizeChoice {
  element = h("select", { class: "export-size", dir: "ltr", "aria-label": t("Size of the video"), hidden: true });
  #offered = "";

  get shortSide() {
    return Number(this.element.value || SHORT_SIDES[0]);
  }

  offer(canvas) {
    const sizes = SHORT_SIDES.map((side) => ({ side, name: nameOf(scaledSize(canvas, side)) }));
    const different = sizes.filter(({ name }, i) => name !== sizes[i - 1]?.name);
    const offered = different.map(({ name }) => name).join();
    if (offered === this.#offered) return;
    this.#offered = offered;
    const chosen = this.shortSide;
    this.element.replaceChildren(
      ...different.map(({ side, name }) => h("option", { value: String(side), selected: side === chosen }, name)),
    );
    this.element.hidden = different.length < 2;
  }
}

const nameOf = ({ width, height }) => `${width} × ${height}`;
