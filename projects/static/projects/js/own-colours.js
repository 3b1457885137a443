// Colours of one's own: a ground and three others; the server makes the rest from them, so that everything can be read.
import { h } from "./dom.js";
import { t } from "./words.js";

const PARTS = { bg: t("Ground"), accent: t("First"), accent2: t("Second"), accent3: t("Third") };

export class OwnColours {
  #inputs = new Map();
  element = h("div", { class: "own-colours", role: "group", "aria-label": t("Your own colours") }, h("span", { class: "own-colours-title" }, t("Your own")));

  /** `on`: {show(colours): while one chooses; save({background, accents})} */
  constructor(on) {
    for (const [token, label] of Object.entries(PARTS)) {
      const input = h("input", { type: "color" });
      this.#inputs.set(token, input);
      input.addEventListener("input", () => on.show({ [token]: input.value }));
      input.addEventListener("change", () => on.save(this.#edit));
      this.element.append(h("label", {}, input, h("span", {}, label)));
    }
  }

  get #edit() {
    const [background, ...accents] = [...this.#inputs.values()].map(({ value }) => value);
    return { background, accents };
  }

  follow(palette) {
    for (const [token, input] of this.#inputs) if (document.activeElement !== input) input.value = palette[token];
  }
}
