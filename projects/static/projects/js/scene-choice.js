// The scene that a person has chosen in the preview and means by "it": kept by the server, and told above the message box.
import { chooseScene } from "./api.js";
import { setText } from "./dom.js";
import { t } from "./words.js";

const SETTLES_MS = 200; // who clicks through the scenes means the last one
const PATIENCE_MS = 3000; // after that a message goes out all the same

export class SceneChoice extends EventTarget {
  sceneId = null;
  #projectId;
  #chip;
  #stored = null; // what the server has, as far as this tab knows
  #timer = null;
  #sending = null;
  #storyboard = null;

  constructor(projectId, chip) {
    super();
    this.#projectId = projectId;
    this.#chip = chip;
    chip.querySelector("button").addEventListener("click", () => this.choose(null));
  }

  choose(sceneId) {
    if (sceneId === this.sceneId) return;
    this.#set(sceneId);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), SETTLES_MS);
  }

  /** What a snapshot says is chosen; a choice that is on its way is newer. */
  take(sceneId) {
    if (this.sceneId !== this.#stored) return;
    this.#stored = sceneId;
    this.#set(sceneId);
  }

  /** Resolves when the server has what this tab shows: another tab may have chosen otherwise. Never rejects. */
  async saveNow() {
    if (!this.#storyboard) return;
    clearTimeout(this.#timer);
    this.#stored = undefined;
    await this.#send();
  }

  draw(storyboard) {
    this.#storyboard = storyboard;
    const index = storyboard?.scenes.findIndex(({ id }) => id === this.sceneId) ?? -1;
    this.#chip.hidden = index < 0;
    if (index >= 0) setText(this.#chip.firstElementChild, t("About scene {number}: {name}", { number: index + 1, name: storyboard.scenes[index].name }));
  }

  #set(sceneId) {
    this.sceneId = sceneId;
    this.dispatchEvent(new Event("change"));
  }

  #send() {
    this.#sending ??= this.#sendNewest().finally(() => (this.#sending = null));
    return this.#sending;
  }

  async #sendNewest() {
    while (this.#stored !== this.sceneId) {
      const sceneId = this.sceneId;
      try {
        await chooseScene(this.#projectId, sceneId, AbortSignal.timeout(PATIENCE_MS));
      } catch {
        return; // it is told again before the next message
      }
      this.#stored = sceneId;
    }
  }
}
