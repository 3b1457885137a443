// The small bar over a layer that is worked on: size, weight, alignment and colour of a text, a question about it, away with it.
import { ColourChoice } from "./colour-choice.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { colourOf, labelOf } from "./layer-names.js";
import { t } from "./words.js";

const SIZES = { heading: 76, body: 30, label: 21 }; // as the renderer has them
const WEIGHTS = { heading: 800, body: 500, label: 650 };
const ALIGNS = ["left", "center", "right"];
const STEP = 1.1;
const GAP = 10; // px
const BOLD = 700;

const sizeOf = ({ size, role }) => size ?? SIZES[role] ?? 120;
const weightOf = ({ weight, role }) => weight ?? WEIGHTS[role] ?? 800;

export class CanvasBar {
  element = h("div", { class: "canvas-bar", role: "toolbar" });
  #layer;
  #on;
  #bold;
  #align;
  #colours;

  /** `on`: {type(changes), colour(colour), ask(), remove()}: what a person asks for. */
  constructor(layer, on) {
    this.#layer = layer;
    this.#on = on;
    const isText = layer.type === "text" || layer.type === "counter";
    this.element.ariaLabel = labelOf(layer);
    const row = h("div", { class: "canvas-bar-row" });
    if (isText) row.append(...this.#typeButtons());
    this.#colours = layer.type === "image" ? null : new ColourChoice(labelOf(layer), on.colour);
    if (this.#colours) row.append(this.#colours.button);
    row.append(button(t("Ask about this"), "question", on.ask, t("Ask")), button(t("Remove it"), "remove", on.remove));
    this.element.append(row, ...(this.#colours ? [this.#colours.panel] : []));
    // The text keeps the focus, and with it the caret.
    this.element.addEventListener("pointerdown", (event) => event.target.matches("input") || event.preventDefault());
  }

  follow(layer, palette) {
    this.#layer = layer;
    this.#colours?.follow(colourOf(layer), palette);
    if (!this.#bold) return;
    this.#bold.ariaPressed = String(weightOf(layer) >= BOLD);
    this.#align.dataset.align = layer.align;
    this.#align.ariaLabel = t("Alignment: {way}", { way: layer.align });
  }

  /** Over what it belongs to, else under it; all in px of the screen: `room` is where the bar may be. */
  place(frame, room, monitor) {
    const { offsetWidth, offsetHeight, style } = this.element;
    const above = frame.top - offsetHeight - GAP;
    const below = Math.min(frame.bottom + GAP, monitor.bottom - offsetHeight - 4);
    style.top = `${(above >= room.top + 4 ? above : below) - room.top}px`;
    style.left = `${Math.max(4, Math.min(frame.left - room.left, room.width - offsetWidth - 4))}px`;
  }

  #typeButtons() {
    const resize = (factor) => this.#on.type({ size: Math.min(480, Math.max(8, Math.round(sizeOf(this.#layer) * factor))) });
    const embolden = () => this.#on.type({ weight: weightOf(this.#layer) >= BOLD ? 450 : 800 });
    const align = () => this.#on.type({ align: ALIGNS[(ALIGNS.indexOf(this.#layer.align) + 1) % ALIGNS.length] });
    this.#bold = button(t("Bold"), null, embolden, "B");
    this.#align = h("button", { type: "button", class: "quiet canvas-align", title: t("Alignment"), onclick: align }, h("span"), h("span"), h("span"));
    return [button(t("Smaller"), null, () => resize(1 / STEP), "A−"), button(t("Larger"), null, () => resize(STEP), "A+"), this.#bold, this.#align];
  }
}

function button(label, iconName, onclick, text) {
  const name = text && iconName ? { title: label } : { "aria-label": label, title: label };
  const words = text && (iconName ? h("span", {}, text) : h("span", { "data-glyph": text })); // a sign is no name
  return h("button", { type: "button", class: "quiet", onclick, ...name }, iconName && icon(iconName), words);
}
