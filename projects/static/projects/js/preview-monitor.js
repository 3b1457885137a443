// The monitor of the preview: one frame of the video in its format, or a word about why there is none.
import { patch } from "../../storyboard/renderer/patch.js";
import { render } from "../../storyboard/renderer/renderer.js";
import { h } from "./dom.js";
import { t } from "./words.js";

const blank = (when, title, hint) => h("span", { class: `preview-blank-words ${when}` }, h("strong", {}, title), h("span", {}, hint));

export class PreviewMonitor {
  element = h("div", { class: "preview-monitor", role: "group", tabindex: "0", "aria-label": t("Video preview") });
  #picture = h("div", { class: "preview-picture", role: "img", hidden: true });
  #blank = h("div", { class: "preview-blank" }, 
    h("span", { class: "clapper", "aria-hidden": "true" }),
    blank("when-idle", t("No scenes yet"), t("Say what the video should be. It appears here while it is made.")),
    blank("when-live", t("In the making"), t("Each scene appears here as soon as it is written.")),
  );
  #options;

  /** `options`: what `render` takes besides a frame. */
  constructor(options) {
    this.#options = options;
    this.element.append(this.#picture, this.#blank);
  }

  glow() {
    this.element.animate([{ outline: "3px solid var(--accent)", outlineOffset: "0" }, { outline: "3px solid transparent", outlineOffset: "6px" }], 1400);
  }

  show(storyboard, frame, label) {
    this.#blank.hidden = storyboard !== null;
    this.#picture.hidden = storyboard === null;
    if (!storyboard) return;
    const { width, height } = storyboard.canvas;
    this.element.style.setProperty("--ratio", width / height);
    if (this.#picture.ariaLabel !== label) this.#picture.ariaLabel = label;
    patch(this.#picture, render(storyboard, frame, this.#options));
  }
}
