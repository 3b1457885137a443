// `<palette-picker>`: the colours of the whole video, which all scenes follow. The list is fetched when it is opened.
import { listPalettes } from "./api.js";
import { h, setText } from "./dom.js";
import { VideoEdits } from "./video-edits.js";

const STRIPES = ["bg", "ink", "accent", "accent2", "accent3"];

export class PalettePicker extends HTMLElement {
  #edits;
  #storyboard = null;
  #palettes = null; // name -> colours, once they were fetched
  #buttons = new Map();
  #current = h("span", { class: "palette-stripes", "aria-hidden": "true" });
  #list = h("div", { class: "palette-list", role: "group", "aria-label": "Colours of the whole video" });
  #note = h("p", { class: "scene-note", role: "status" });

  connectedCallback() {
    if (this.#edits) return;
    this.#edits = new VideoEdits(this.dataset.projectId);
    const details = h("details", {}, h("summary", {}, h("span", {}, "Colours of the video"), this.#current), this.#list, this.#note);
    details.addEventListener("toggle", () => details.open && this.#open());
    this.append(details);
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
    if (now) this.#current.replaceChildren(...stripes(now));
    for (const [name, colours] of Object.entries(this.#palettes ?? {})) {
      if (!this.#buttons.has(name)) this.#build(name, colours);
      this.#buttons.get(name).ariaPressed = String(Object.keys(colours).every((token) => colours[token] === now?.[token]));
    }
  }

  #build(name, colours) {
    const picture = h("span", { class: "palette-stripes", "aria-hidden": "true" }, ...stripes(colours));
    const button = h("button", { type: "button", class: "palette", onclick: () => this.#choose(name) }, picture, h("span", {}, name));
    this.#buttons.set(name, button);
    this.#list.append(button);
  }

  async #choose(palette) {
    setText(this.#note, "Saving …");
    try {
      await this.#edits.save({ operation: "set_palette", palette });
      setText(this.#note, "Saved");
    } catch (refused) {
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
