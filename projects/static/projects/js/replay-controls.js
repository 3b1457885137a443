// The controls of a replay: play, the moment, how fast, and the way out.
import { h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

const SPEEDS = [1, 4, 16];

const clock = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

export class ReplayControls {
  #play = h("button", { type: "button", class: "quiet replay-play", autofocus: true });
  #moment = h("input", { type: "range", min: "0", step: "any", "aria-label": t("Moment") });
  #time = h("span", { class: "replay-time" });
  #speeds;
  element;

  /** @param act `{toggle(), seek(ms), setSpeed(factor), close()}` */
  constructor({ toggle, seek, setSpeed, close }) {
    this.#play.addEventListener("click", toggle);
    this.#moment.addEventListener("input", () => seek(Number(this.#moment.value)));
    this.#speeds = SPEEDS.map((speed) => h("button", { type: "button", class: "quiet", onclick: () => setSpeed(speed) }, `${speed}×`));
    const speeds = h("div", { class: "replay-speeds", role: "group", "aria-label": t("Speed") }, ...this.#speeds);
    const leave = h("button", { type: "button", class: "quiet", "aria-label": t("Close"), title: t("Close (Esc)"), onclick: close }, icon("close"));
    this.element = h("div", { class: "replay-controls" }, this.#play, this.#moment, this.#time, speeds, leave);
  }

  /** Times in ms. */
  show({ time, duration, isPlaying, speed }) {
    const label = isPlaying ? t("Pause") : time >= duration ? t("Watch again") : t("Play");
    if (this.#play.ariaLabel !== label) {
      this.#play.ariaLabel = this.#play.title = label;
      this.#play.replaceChildren(icon(isPlaying ? "pause" : time >= duration ? "retry" : "play"));
    }
    this.#moment.max = String(duration);
    this.#moment.value = String(time);
    this.#moment.setAttribute("aria-valuetext", `${clock(time)} of ${clock(duration)}`);
    setText(this.#time, `${clock(time)} / ${clock(duration)}`);
    this.#speeds.forEach((button, index) => (button.ariaPressed = String(SPEEDS[index] === speed)));
  }
}
