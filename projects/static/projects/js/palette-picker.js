// `<palette-picker>`: the colours of the whole video, as little frames of this very video. Who points at one sees it on the
// monitor, a click keeps it. The list is fetched when it is opened.
import { h, setText } from "./dom.js";
import { paletteDraft } from "./drafts.js";
import { OwnColours } from "./own-colours.js";
import { PaletteFrames } from "./palette-frames.js";
import { addressesOf } from "./picture-addresses.js";
import { listPalettes } from "./video-api.js";
import { VideoEdits } from "./video-edits.js";
import { t } from "./words.js";

const STRIPES = ["bg", "ink", "accent", "accent2", "accent3"];
const DRAFT = "palette";

export class PalettePicker extends HTMLElement {
  #edits;
  #storyboard = null;
  #palettes = null; // name -> colours, once they were fetched
  #buttons = new Map();
  #frames = new PaletteFrames(addressesOf(this));
  #current = h("span", { class: "palette-stripes", "aria-hidden": "true" });
  #list = h("div", { class: "palette-list", role: "group", "aria-label": t("Colours of the whole video") });
  #own = new OwnColours({ show: (colours) => this.#try(colours), save: (edit) => this.#save({ operation: "set_brand_palette", ...edit }) });
  #note = h("p", { class: "scene-note", role: "status" });
  #details = h("details", {}, h("summary", {}, h("span", {}, t("Colours of the video")), this.#current), this.#list, this.#own.element, this.#note);

  connectedCallback() {
    if (this.#edits) return;
    this.#edits = new VideoEdits(this.dataset.projectId);
    this.#details.addEventListener("toggle", () => this.#details.open && this.#open());
    this.#details.addEventListener("keydown", (event) => this.#onKeydown(event));
    this.append(this.#details);
  }

  set storyboard(storyboard) {
    this.#edits.follow(storyboard);
    this.#storyboard = storyboard;
    this.#draw();
  }

  async #open() {
    try {
      this.#palettes ??= await listPalettes();
    } catch (refused) {
      return setText(this.#note, refused.message);
    }
    this.#draw();
  }

  #draw() {
    const now = this.#storyboard?.style.palette;
    if (!now) return;
    this.#current.replaceChildren(...stripes(now));
    this.#own.follow(now);
    for (const [name, colours] of Object.entries(this.#palettes ?? {})) {
      if (!this.#buttons.has(name)) this.#build(name, colours);
      this.#buttons.get(name).button.ariaPressed = String(Object.keys(colours).every((token) => colours[token] === now[token]));
    }
    if (this.#details.open) this.#frames.draw(this.#storyboard, [...this.#buttons.values()]);
  }

  #build(name, colours) {
    const picture = h("span", { class: "palette-frame", "aria-hidden": "true" });
    const button = h("button", { type: "button", class: "palette", onclick: () => this.#save({ operation: "set_palette", palette: name }) }, picture, h("span", {}, name));
    for (const type of ["pointerenter", "focus"]) button.addEventListener(type, () => this.#try(colours));
    for (const type of ["pointerleave", "blur"]) button.addEventListener(type, () => this.#try(null));
    this.#buttons.set(name, { button, picture, colours });
    this.#list.append(button);
  }

  /** On the monitor, as if it were chosen; null: no longer. */
  #try(colours, until = 0) {
    const change = colours && paletteDraft({ ...this.#storyboard.style.palette, ...colours });
    this.dispatchEvent(new CustomEvent("draft", { detail: { key: DRAFT, change, until }, bubbles: true }));
  }

  #onKeydown(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation(); // it does not close the sheet
    this.#try(null);
    this.#details.open = false;
    this.#details.querySelector("summary").focus();
  }

  async #save(edit) {
    setText(this.#note, t("Saving …"));
    try {
      const { revision } = await this.#edits.save(edit);
      this.#try(null, revision);
      setText(this.#note, t("Saved"));
    } catch (refused) {
      this.#try(null);
      setText(this.#note, refused.message);
    }
  }
}

function stripes(colours) {
  return STRIPES.map((token) => {
    const stripe = h("span");
    stripe.style.background = colours[token];
    return stripe;
  });
}

customElements.define("palette-picker", PalettePicker);
