// The film beside the words of a replay: it goes to what is new in it, and plays from there.
import { restFrame } from "../../storyboard/renderer/cover.js";
import { patch } from "../../storyboard/renderer/patch.js";
import { render } from "../../storyboard/renderer/renderer.js";
import { h } from "./dom.js";
import { addressesIn } from "./picture-addresses.js";
import { PreviewReel } from "./preview-reel.js";
import { isStill } from "./reduced-motion.js";
import { videoStyles } from "./video-styles.js";
import { t } from "./words.js";

export class ReplayFilm {
  #picture = h("div", { class: "replay-picture", role: "img", "aria-label": t("The film so far") });
  #blank = h("p", { class: "replay-blank" }, t("The film begins here."));
  element = h("div", { class: "replay-film" }, this.#picture, this.#blank);
  #reel = new PreviewReel(null);
  #frame = 0;
  #wanted = null; // the document that was asked for last
  #options;

  /** @param assets the address of the project's pictures */
  constructor(assets) {
    this.#options = { scope: "replay-", addressOf: addressesIn(assets) };
    this.#draw();
  }

  async show(storyboard) {
    this.#wanted = storyboard;
    if (storyboard) await videoStyles(storyboard);
    if (storyboard !== this.#wanted) return; // meanwhile somebody has gone to another moment
    const before = this.#reel;
    this.#reel = new PreviewReel(storyboard);
    const span = this.#reel.firstChanged(before);
    if (span) this.#frame = isStill() ? restFrame(span, this.#reel.fps) : span.from;
    this.#draw();
  }

  /** Play on by so many seconds, round and round. */
  advance(seconds) {
    if (this.#reel.isEmpty || isStill()) return;
    this.#frame = (this.#frame + seconds * this.#reel.fps) % this.#reel.frames;
    this.#draw();
  }

  #draw() {
    const { storyboard, isEmpty } = this.#reel;
    this.#picture.hidden = isEmpty;
    this.#blank.hidden = !isEmpty;
    if (isEmpty) return;
    this.#picture.style.setProperty("--ratio", storyboard.canvas.width / storyboard.canvas.height);
    patch(this.#picture, render(storyboard, this.#reel.within(Math.floor(this.#frame)), this.#options));
  }
}
