// The colour of a text: those of the palette, which change with it, or any other.
import { h } from "./dom.js";
import { t } from "./words.js";

const TOKENS = { ink: t("Text"), muted: t("Quiet text"), accent: t("Accent"), accent2: t("Second accent"), accent3: t("Third accent"), surface: t("Card"), bg: t("Ground") };
const ORDER = Object.keys(TOKENS);

let count = 0;

export class ColourChoice {
  button;
  panel;
  #swatches;
  #own = h("input", { type: "color", "aria-label": t("Another colour") });
  #name;

  /** `save(colour)` is called with a name of the palette or #rrggbb. */
  constructor(name, save) {
    const id = `colours-${count++}`;
    this.#name = name;
    this.#swatches = new Map(ORDER.map((token) => [token, this.#swatch(token, () => save(token))]));
    this.#own.addEventListener("change", () => save(this.#own.value));
    this.button = h("button", { type: "button", class: "colour-button", "aria-expanded": "false", "aria-controls": id }, h("span", { "aria-hidden": "true" }));
    this.panel = h("div", { id, class: "colour-panel", role: "group", "aria-label": t("Colour of {name}", { name }), hidden: true });
    this.panel.append(...this.#swatches.values(), this.#own);
    this.button.addEventListener("click", () => this.#toggle(this.panel.hidden));
    this.panel.addEventListener("keydown", (event) => this.#onKeydown(event));
  }

  /** `colour`: a name of `palette` or #rrggbb. */
  follow(colour, palette) {
    const value = palette[colour] ?? colour;
    for (const [token, swatch] of this.#swatches) {
      swatch.style.setProperty("--colour", palette[token]);
      swatch.ariaPressed = String(token === colour);
    }
    this.button.style.setProperty("--colour", value);
    this.button.ariaLabel = t("Colour of {name}: {colour}", { name: this.#name, colour: TOKENS[colour] ?? colour });
    if (document.activeElement !== this.#own) this.#own.value = value;
    this.#own.toggleAttribute("data-chosen", !(colour in palette));
  }

  #swatch(token, onclick) {
    return h("button", { type: "button", class: "swatch", "aria-label": TOKENS[token], title: TOKENS[token], onclick });
  }

  #toggle(isOpen) {
    this.panel.hidden = !isOpen;
    this.button.ariaExpanded = String(isOpen);
  }

  #onKeydown(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.#toggle(false);
    this.button.focus();
  }
}
