// The column of the studio: its place is there from the first message on, so that nothing moves when the film comes. Who only
// chats does not load what draws it.
import { chosenWidth, showWidth } from "./chat-width.js";
import { loadModule } from "./lazy-module.js";
import { t } from "./words.js";

export class StudioColumn {
  #column = document.querySelector("#preview");
  #preview = this.#column.querySelector("storyboard-preview");
  #opener;
  #unloaded;
  #latest = null; // what `update` was given last
  #drawn = null; // the storyboard that the studio was given
  #wasEmpty = false; // the project had no video when it was opened

  /** @param opener the button that opens it on small screens; @param unloaded an UnloadedNotice */
  constructor(opener, unloaded) {
    this.#opener = opener;
    this.#unloaded = unloaded;
    showWidth(chosenWidth());
  }

  /** @param state of the page; @param hasBegun whether there is a message; @param sceneId that the person has chosen, or null */
  update(state, hasBegun, sceneId) {
    this.#latest = { ...state, hasBegun, sceneId };
    const { project, storyboard } = state;
    if (project && !storyboard) this.#wasEmpty = true;
    if (!storyboard && (project || hasBegun)) this.#column.hidden = !hasBegun;
    if (storyboard !== this.#drawn) this.#draw(storyboard);
    else this.#choose();
  }

  async #draw(storyboard) {
    this.#drawn = storyboard;
    try {
      const styles = loadModule(import.meta.resolve("./video-styles.js")).then(({ videoStyles }) => videoStyles(storyboard));
      await Promise.all([loadModule(import.meta.resolve("./video-column.js")), styles]);
    } catch (error) {
      this.#drawn = null;
      return this.#unloaded.show({ error, part: t("What shows the video"), again: () => this.#draw(this.#latest.storyboard) });
    }
    this.#unloaded.hide();
    const { storyboard: newest, hasBegun } = this.#latest;
    this.#opener.hidden = !newest;
    this.#column.hidden = !newest && !hasBegun;
    this.#column.toggleAttribute("data-waiting", !newest);
    if (this.#wasEmpty) this.#preview.storyboard = null; // a video that comes into being before one's eyes plays by itself
    this.#wasEmpty = false;
    for (const follower of this.#column.querySelectorAll("[data-follows-video]")) follower.storyboard = newest;
    this.#choose();
  }

  #choose() {
    if (this.#preview.storyboard) this.#preview.target = this.#latest.sceneId;
  }
}
