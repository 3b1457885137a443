// `<format-picker>`: the shape and size of the whole video. Its choices are those of the server's page.
import { setText } from "./dom.js";
import { VideoEdits } from "./video-edits.js";
import { t } from "./words.js";

export class FormatPicker extends HTMLElement {
  #edits;
  #select;
  #note;
  #current = ""; // the format that the video has; "" for a canvas of another size

  connectedCallback() {
    if (this.#edits) return;
    this.#edits = new VideoEdits(this.dataset.projectId);
    this.#select = this.querySelector("select");
    this.#note = this.querySelector("[role=status]");
    this.#select.addEventListener("change", () => this.#choose(this.#select.value));
  }

  set storyboard(storyboard) {
    this.#edits.follow(storyboard);
    if (!storyboard) return;
    const { width, height } = storyboard.canvas;
    this.#current = this.querySelector(`[data-canvas="${width}x${height}"]`)?.value ?? "";
    this.#select.value = this.#current;
  }

  async #choose(format) {
    setText(this.#note, t("Saving …"));
    try {
      await this.#edits.save({ operation: "set_format", format });
      setText(this.#note, t("Saved"));
    } catch (refused) {
      this.#select.value = this.#current;
      setText(this.#note, refused.message);
    }
  }
}

customElements.define("format-picker", FormatPicker);
