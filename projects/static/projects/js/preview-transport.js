// What plays, pauses, scrubs and loops, and says what the time is.
import { h, setText } from "./dom.js";

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export class PreviewTransport {
  element;
  #play = h("button", { type: "button", class: "preview-play", "aria-label": "Play" }, h("span", { "aria-hidden": "true" }));
  #scrubber = h("input", { type: "range", class: "preview-scrubber", min: "0", step: "1", value: "0", "aria-label": "Time" });
  #cuts = h("div", { class: "preview-cuts", "aria-hidden": "true" });
  #time = h("span", { class: "preview-time" });
  #loop = h("button", { type: "button", class: "quiet preview-loop", "aria-pressed": "false", title: "Repeat this scene" }, "Loop");

  /** `on`: what a person asks for: {toggle, loop, scrub(frame)}. */
  constructor(on) {
    this.element = h("div", { class: "preview-transport" }, this.#play, h("div", { class: "preview-track" }, this.#scrubber, this.#cuts), this.#time, this.#loop);
    this.#play.addEventListener("click", on.toggle);
    this.#loop.addEventListener("click", on.loop);
    this.#scrubber.addEventListener("input", () => on.scrub(Number(this.#scrubber.value)));
  }

  /** Where the scenes begin, as marks on the track. */
  divide({ spans, frames }) {
    this.#scrubber.max = String(Math.max(1, frames - 1));
    this.#cuts.replaceChildren(
      ...spans.slice(1).map(({ from }) => {
        const cut = h("span", {});
        cut.style.setProperty("--at", from / frames);
        return cut;
      }),
    );
  }

  show({ reel: { frames, fps, isEmpty }, frame, isPlaying, isLooping, sceneName }) {
    const said = `${clock(frame / fps)} / ${clock(Math.round(frames / fps))}`;
    this.element.toggleAttribute("data-playing", isPlaying);
    this.#play.ariaLabel = isPlaying ? "Pause" : "Play";
    this.#loop.ariaPressed = String(isLooping);
    for (const control of [this.#play, this.#loop, this.#scrubber]) control.disabled = isEmpty;
    this.#scrubber.value = String(frame);
    this.#scrubber.style.setProperty("--part", frame / Math.max(1, frames - 1));
    this.#scrubber.setAttribute("aria-valuetext", isEmpty ? "No scenes" : `${clock(frame / fps)}, ${sceneName}`);
    setText(this.#time, isEmpty ? "" : said);
  }
}
