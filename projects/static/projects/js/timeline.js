// The timeline: the scenes as blocks, a ruler that is scrubbed, and the playhead over both. It runs from the left to the
// right in every language, as films do.
import { h } from "./dom.js";
import { clockOf } from "./playing-time.js";
import "./planned-scenes.js";
import { studioIcon } from "./studio-icons.js";
import { TimelineBlocks } from "./timeline-blocks.js";
import { listenForBlockKeys } from "./timeline-keys.js";
import { listenForCuts } from "./timeline-cut.js";
import { listenForReorder, resetBlocks } from "./timeline-reorder.js";
import { listenForTrim, release } from "./timeline-trim.js";
import { t } from "./words.js";

export class Timeline {
  #on;
  #blocks;
  #reel = null;
  #places = null; // of the blocks in px, while they are known
  #frame = 0;
  #scrubber = h("input", { type: "range", class: "preview-scrubber", min: "0", step: "1", value: "0", "aria-label": t("Time") });
  #ruler = h("div", { class: "timeline-ruler" }, h("span", { class: "timeline-line", "aria-hidden": "true" }), this.#scrubber);
  #playhead = h("div", { class: "timeline-playhead", "aria-hidden": "true" });
  #end = h("button", { type: "button", class: "timeline-end", title: t("Add a scene"), "aria-label": t("Add a scene") }, studioIcon("add"));
  #track = h("div", { class: "timeline-track" }, this.#ruler);
  element = h("div", { class: "timeline", dir: "ltr" }, this.#track);
  #resizing = new ResizeObserver(() => this.#measure());

  /** `on`: {choose(sceneId), scrub(frame), edit(edit)}: what a person asks for; {fail(spans)}: the scenes that cannot be drawn. */
  constructor(options, on) {
    this.#on = on;
    this.#blocks = new TimelineBlocks(options, () => on.fail(this.#blocks.failed));
    const { element } = this.#blocks;
    this.#track.append(h("div", { class: "timeline-blocks" }, element, h("planned-scenes"), this.#end), this.#playhead);
    this.#scrubber.addEventListener("input", () => on.scrub(Number(this.#scrubber.value)));
    this.#listenForScrubbing();
    element.addEventListener("click", ({ target }) => this.#onClick(target.closest("button")));
    this.#end.addEventListener("click", () => on.edit({ operation: "add_scene", to: this.#reel.spans.length + 1 }));
    const secondsOf = (sceneId) => this.#reel.spanOf(sceneId).scene.duration;
    listenForReorder(element, on.edit);
    listenForTrim(element, secondsOf, on.edit);
    listenForCuts(element, secondsOf, on.edit);
    listenForBlockKeys(element, on.edit);
  }

  update(reel) {
    this.#reel = reel;
    this.#scrubber.max = String(Math.max(1, reel.frames - 1));
    this.#scrubber.disabled = this.#end.disabled = reel.isEmpty;
    this.element.toggleAttribute("data-empty", reel.isEmpty);
    resetBlocks(this.#blocks.element);
    release(this.#blocks.element);
    this.#blocks.update(reel);
    this.#on.fail(this.#blocks.failed);
    this.#measureLater();
  }

  /** `current`: the span that is on, if any; `targetId`: the scene that is spoken of, if any. */
  mark(current, frame, targetId) {
    this.#frame = frame;
    this.#scrubber.value = String(frame);
    const isEmpty = !current;
    this.#scrubber.setAttribute("aria-valuetext", isEmpty ? t("No scenes") : `${clockOf(frame / this.#reel.fps)}, ${this.#reel.nameOf(current)}`);
    this.#blocks.mark(current, targetId);
    this.#place();
  }

  /** Brings a scene into sight without moving the page. */
  reveal(sceneId) {
    const block = this.#blocks.elementOf(sceneId);
    const { scrollWidth, clientWidth, scrollLeft } = this.element;
    if (!block || scrollWidth <= clientWidth) return;
    const { offsetLeft, offsetWidth } = block;
    if (offsetLeft < scrollLeft || offsetLeft + offsetWidth > scrollLeft + clientWidth) this.element.scrollTo({ left: offsetLeft - (clientWidth - offsetWidth) / 2 });
  }

  glow(sceneId) {
    this.#blocks.elementOf(sceneId)?.animate([{ boxShadow: "0 0 0 3px var(--accent), 0 0 24px var(--accent)" }, { boxShadow: "0 0 0 0 transparent" }], 1400);
  }

  #onClick(button) {
    if (!button) return;
    const block = button.closest("li");
    if (button.matches(".shot-add")) this.#on.edit({ operation: "add_scene", to: [...block.parentElement.children].indexOf(block) + 2 });
    else this.#on.choose(button.dataset.sceneId);
  }

  /** Once the page is laid out: who asks sooner lays it out once more. What is observed anew is told anew. */
  #measureLater() {
    this.#places = null;
    this.#resizing.disconnect();
    this.#resizing.observe(this.#blocks.element);
  }

  #measure() {
    const { widths } = this.#blocks;
    const overflows = this.element.scrollWidth > this.element.clientWidth;
    this.#places = widths.some(({ width }) => width > 0) ? widths : null;
    if (this.#places) this.#blocks.tile(widths);
    this.#track.toggleAttribute("data-overflows", overflows);
    this.#place();
  }

  /** Where a frame is, in px from the left of the track. */
  #leftOf(frame) {
    const span = this.#reel?.spanAt(frame);
    if (!span || !this.#places) return 0;
    const { left, width } = this.#places[span.index];
    return left + (width * (frame - span.from)) / (span.to - span.from);
  }

  #frameAt(x) {
    const { frames, spans } = this.#reel;
    if (!this.#places) return Math.round((x / this.#ruler.offsetWidth) * frames);
    const index = Math.max(0, this.#places.findLastIndex(({ left }) => left <= x));
    const { left, width } = this.#places[index];
    const { from, to } = spans[index];
    return Math.min(to - 1, Math.floor(from + ((x - left) / width) * (to - from)));
  }

  #place() {
    this.#track.style.setProperty("--playhead", `${this.#leftOf(this.#frame).toFixed(1)}px`);
  }

  #listenForScrubbing() {
    const scrub = (event) => this.#on.scrub(this.#frameAt(event.clientX - this.#track.getBoundingClientRect().left));
    this.#ruler.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.#reel || this.#reel.isEmpty) return;
      event.preventDefault(); // no text is selected on the way
      this.#ruler.setPointerCapture(event.pointerId);
      this.#scrubber.focus({ preventScroll: true });
      scrub(event);
    });
    this.#ruler.addEventListener("pointermove", (event) => this.#ruler.hasPointerCapture(event.pointerId) && scrub(event));
  }
}
