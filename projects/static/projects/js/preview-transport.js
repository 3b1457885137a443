// What plays, pauses and loops, how fast, and what the time is.
import { h, setText } from "./dom.js";
import { clockOf, tenthsOf } from "./playing-time.js";
import { studioIcon } from "./studio-icons.js";
import { t } from "./words.js";

const SPEEDS = [0.5, 1, 1.5, 2];

export class PreviewTransport {
  element;
  #play = h("button", { type: "button", class: "preview-play", "aria-label": t("Play") }, h("span", { "aria-hidden": "true" }));
  #time = h("span", { class: "preview-time" });
  #loop = h("button", { type: "button", class: "quiet preview-loop", "aria-pressed": "false", "aria-label": t("Repeat this scene"), title: t("Repeat this scene") }, studioIcon("loop"));
  #speed = h("select", { class: "preview-speed", "aria-label": t("Speed"), title: t("Speed") }, ...SPEEDS.map((speed) => h("option", { value: speed }, `${speed}×`)));
  #full = h("button", { type: "button", class: "quiet preview-full", "aria-label": t("Full screen"), title: t("Full screen (F)") }, studioIcon("full"));

  /** `on`: what a person asks for: {toggle, loop, speed(rate), full}. */
  constructor(on) {
    this.#speed.value = "1";
    this.#full.hidden = !document.fullscreenEnabled;
    this.element = h("div", { class: "preview-transport" }, this.#play, this.#time, this.#speed, this.#loop, this.#full);
    this.#play.addEventListener("click", on.toggle);
    this.#loop.addEventListener("click", on.loop);
    this.#full.addEventListener("click", on.full);
    this.#speed.addEventListener("change", () => on.speed(Number(this.#speed.value)));
  }

  show({ reel: { frames, fps, isEmpty }, frame, isPlaying, isLooping, rate }) {
    this.element.toggleAttribute("data-playing", isPlaying);
    this.#play.ariaLabel = isPlaying ? t("Pause") : t("Play");
    this.#loop.ariaPressed = String(isLooping);
    for (const control of [this.#play, this.#loop, this.#speed, this.#full]) control.disabled = isEmpty;
    if (document.activeElement !== this.#speed) this.#speed.value = String(Math.abs(rate));
    setText(this.#time, isEmpty ? "" : `${tenthsOf(frame / fps)} / ${clockOf(Math.round(frames / fps))}`);
  }
}
