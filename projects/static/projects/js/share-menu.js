// `<share-menu>`: the button above the video that opens what shares it. What is in there is loaded when it is opened.
// `data-shared`: there is a link already; its poster then follows the video.
import { h } from "./dom.js";
import { loadModule } from "./lazy-module.js";
import { t } from "./words.js";

const QUIET = 4000; // ms without a change, then the poster is drawn anew

export class ShareMenu extends HTMLElement {
  #storyboard = null;
  #panel = null;
  #timer = null;
  #button = h("button", { type: "button", class: "primary", "aria-haspopup": "dialog", onclick: () => this.#open() }, t("Share"));
  #note = h("p", { class: "share-note", role: "alert", hidden: true });

  connectedCallback() {
    if (!this.#button.isConnected) this.prepend(this.#button, this.#note);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  set storyboard(storyboard) {
    this.#storyboard = storyboard;
    this.#button.disabled = !storyboard?.scenes.length;
    if (this.#panel) this.#panel.storyboard = storyboard;
    clearTimeout(this.#timer);
    if (this.dataset.shared !== undefined && storyboard) this.#timer = setTimeout(() => this.#followWithPoster(), QUIET);
  }

  async #open() {
    this.#note.hidden = true;
    try {
      this.#panel ??= await this.#make();
      this.#panel.storyboard = this.#storyboard;
      this.#panel.open(this.#button);
    } catch (error) {
      console.warn("What shares the video was not loaded.", error);
      this.#note.textContent = t("That could not be loaded. Try again.");
      this.#note.hidden = false;
    }
  }

  async #make() {
    const { SharePanel } = await loadModule(import.meta.resolve("./share-panel.js"));
    return new SharePanel(this.querySelector(".share-panel"), this.dataset, (isShared) => this.toggleAttribute("data-shared", isShared));
  }

  async #followWithPoster() {
    const { updatePoster } = await loadModule(import.meta.resolve("./share-poster.js"));
    await updatePoster(this.dataset.projectId, this.dataset.assets, this.#storyboard).catch((error) => console.warn("The poster was not drawn.", error));
  }
}

customElements.define("share-menu", ShareMenu);
