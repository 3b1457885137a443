// `<storyboard-preview>`: the video as it is now. Its `storyboard` may change at any time; what is shown follows in place.
// `data-assets` is the address of the project's pictures; the id of one and a slash follow it. Events: `scene-chosen` when
// another scene is the one that is spoken of, `scene-shown` when another one is on the monitor, `edit` when a person asks for
// a change of the video, `drawn` after each frame.
import { coverFrame, restFrame } from "../../storyboard/renderer/cover.js";
import { h, isEditable, setText } from "./dom.js";
import { addressesOf } from "./picture-addresses.js";
import { PreviewClock } from "./preview-clock.js";
import { listenForKeys } from "./preview-keys.js";
import { PreviewMonitor } from "./preview-monitor.js";
import { PreviewReel } from "./preview-reel.js";
import { PreviewTransport } from "./preview-transport.js";
import { isStill } from "./reduced-motion.js";
import { ShownVideo } from "./shown-video.js";
import { Timeline } from "./timeline.js";
import { TrimKeys } from "./trim-keys.js";
import { t } from "./words.js";

let count = 0;

export class StoryboardPreview extends ShownVideo {
  #reel = new PreviewReel(null);
  #onMonitor = null; // the id of the scene that was last told to be there
  #clock = new PreviewClock();
  #target = null;
  #poster = null; // the frame that stands for the video, or for a scene, until somebody plays or scrubs
  #shown = null; // the frame that is on the monitor
  #isLooping = false;
  #isOnItsOwn = false; // it plays what comes in, until a person takes over
  #options = { scope: `preview${count++}-`, addressOf: addressesOf(this) };
  #monitor = new PreviewMonitor(this.#options);
  #timeline = new Timeline(this.#options, {
    choose: (sceneId) => this.#choose(sceneId),
    scrub: (frame) => this.#stepTo(frame),
    edit: (edit) => this.#ask(edit),
    fail: (spans) => setText(this.#note, spans.length ? t("Scene {numbers} cannot be shown.", { numbers: spans.map(({ index }) => index + 1).join(", ") }) : ""),
  });
  #showsNextChange = false; // the next change is gone to
  #trimming = new TrimKeys({ edit: (edit) => this.#ask(edit), draft: (key, change) => this.setDraft(key, change) });
  #note = h("p", { class: "preview-note", role: "status" });
  #transport = new PreviewTransport({
    toggle: () => this.#toggle(),
    loop: () => this.#toggleLoop(),
    speed: (rate) => (this.#clock.rate = rate),
    full: () => this.#toggleFull(),
  });
  #endKeys = null;
  #sight = new IntersectionObserver(([{ isIntersecting }]) => !isIntersecting && this.pause());
  #onHidden = () => document.hidden && this.pause();

  constructor() {
    super();
    this.#monitor.element.addEventListener("click", () => this.#toggle());
    for (const type of ["start", "stop"]) this.#clock.addEventListener(type, () => this.#draw());
    this.#clock.addEventListener("time", () => this.#shown !== this.#due && this.#draw());
  }

  connectedCallback() {
    this.replaceChildren(this.#monitor.element, this.#note, this.#transport.element, this.#timeline.element);
    this.#sight.observe(this);
    this.#endKeys = this.#listenForKeys();
    document.addEventListener("visibilitychange", this.#onHidden);
    this.#draw();
  }

  disconnectedCallback() {
    this.pause();
    this.#sight.disconnect();
    this.#endKeys();
    document.removeEventListener("visibilitychange", this.#onHidden);
  }

  receive(next) {
    if (!next?.scenes.some(({ id }) => id === this.#target)) this.target = null;
  }

  set exhibit(older) {
    this.#isOnItsOwn = false;
    super.exhibit = older;
  }

  reset() {
    this.#showsNextChange = false;
    super.reset();
  }

  /** The next change is one that the person waits for: the monitor goes to it. */
  showNextChange() {
    this.#showsNextChange = true;
  }

  get sceneOnMonitor() {
    return this.#onMonitor;
  }

  /** The time stays; who waits at the start is shown what changed. */
  show(storyboard) {
    const before = this.#reel;
    this.#reel = new PreviewReel(storyboard);
    this.#timeline.update(this.#reel);
    this.#setRange();
    if (!this.#showChange(before)) this.#follow(before);
    this.#draw();
  }

  get target() {
    return this.#target;
  }

  /** The id of the scene that is spoken of, or null. Who waits at a scene is shown it. */
  set target(sceneId) {
    if (sceneId === this.#target) return;
    this.#target = sceneId;
    const span = this.#reel.spanOf(sceneId);
    if (span && this.#isWaiting) this.#turnTo(span);
    this.#draw();
    this.dispatchEvent(new CustomEvent("scene-chosen", { detail: { sceneId }, bubbles: true }));
  }

  get frame() {
    return this.#reel.frameAt(this.#clock.seconds);
  }

  get isPlaying() {
    return this.#clock.isPlaying;
  }

  play() {
    if (this.#reel.isEmpty) return;
    this.#poster = null;
    this.#clock.play();
  }

  pause() {
    this.#clock.pause();
  }

  seek(frame) {
    this.#poster = null;
    this.#clock.seek(this.#reel.within(frame) / this.#reel.fps);
  }

  /** Stops, and shows the scene that is on at its best: somebody works on it. */
  rest() {
    this.halt();
    const span = this.#reel.spanAt(this.#due);
    if (span && this.#poster === null) this.#turnTo(span);
    this.#draw();
  }

  get #isWaiting() {
    return !this.isPlaying && (this.#poster !== null || this.#clock.seconds === 0);
  }

  get #due() {
    return this.#poster ?? this.frame;
  }

  #listenForKeys() {
    return listenForKeys({
      toggle: () => this.#toggle(),
      pause: () => this.halt(),
      shuttle: (way) => this.#shuttle(way),
      step: (frames) => this.#stepTo(this.frame + frames),
      second: () => this.#reel.fps,
      toStart: () => this.#stepTo(0),
      toEnd: () => this.#stepTo(Infinity),
      trim: (way) => this.#trimming.trim(way, this.#reel.spanAt(this.#due)?.scene),
      moveCut: (way) => this.#moveCut(way, this.#reel.spanAt(this.#due)),
      full: () => this.#toggleFull(),
    });
  }

  #moveCut(way, span) {
    this.#trimming.moveCut(way, this.#reel.spans[span?.index - 1]?.scene, span?.scene);
  }

  #ask(edit) {
    if (!this.isLooking) this.dispatchEvent(new CustomEvent("edit", { detail: edit, bubbles: true }));
  }

  #toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.requestFullscreen?.();
  }

  /** Stops: a person has taken over. */
  halt() {
    this.#isOnItsOwn = false;
    this.pause();
  }

  /** Plays that way, 1 or -1; who asks again plays faster. */
  #shuttle(way) {
    this.#isOnItsOwn = false;
    const { rate } = this.#clock;
    this.#clock.rate = way * (this.isPlaying && rate * way > 0 ? Math.min(2, Math.abs(rate) + 0.5) : 1);
    this.play();
  }

  #toggle() {
    this.#isOnItsOwn = false;
    if (!this.isPlaying) this.#clock.rate = Math.abs(this.#clock.rate);
    if (this.isPlaying) this.pause();
    else this.play();
  }

  #stepTo(frame) {
    this.#isOnItsOwn = false;
    this.pause();
    this.seek(frame);
    this.#setRange();
  }

  #toggleLoop() {
    this.#isLooping = !this.#isLooping;
    this.#setRange();
    if (this.#isLooping) this.play();
    this.#draw();
  }

  #setRange() {
    const { fps, frames } = this.#reel;
    const { from, to } = (this.#isLooping && this.#reel.spanAt(this.frame)) || { from: 0, to: frames };
    this.#clock.setRange(from / fps, to / fps, this.#isLooping);
  }

  #choose(sceneId) {
    this.#isOnItsOwn = false;
    const isLetGo = sceneId === this.#target && !this.isLooking;
    if (!isLetGo) this.#turnTo(this.#reel.spanOf(sceneId));
    this.#draw();
    if (!this.isLooking) this.target = isLetGo ? null : sceneId;
  }

  /** Goes to the start of a scene, and shows it at its best until it is played. */
  #turnTo(span) {
    this.#clock.seek(span.from / this.#reel.fps);
    if (!this.isPlaying) this.#poster = restFrame(span, this.#reel.fps);
    this.#setRange();
  }

  /** Goes to the scene that was changed, once, and lets it glow. Whoever types is left where they are. Returns whether it went. */
  #showChange(before) {
    const span = this.#showsNextChange && !this.isLooking && !before.isEmpty ? this.#reel.firstChanged(before) : null;
    if (!span) return false;
    this.#showsNextChange = false;
    if (!isStill()) this.#timeline.glow(span.scene.id);
    if (this.#isOnItsOwn || isEditable(document.activeElement?.closest("#preview *"))) return false;
    if (!isStill()) this.#monitor.glow();
    this.#turnTo(span);
    return true;
  }

  #follow(before) {
    if (this.#reel.isEmpty) {
      this.#isOnItsOwn = !isStill();
      this.pause();
      this.#clock.seek(0);
    } else if (this.#isOnItsOwn && !document.hidden) this.play();
    else if (!this.isPlaying) this.#keepPlace(before);
  }

  /** Who waits at a scene is shown what changed; who looks at a moment of it stays there, wherever the scene is now. */
  #keepPlace(before) {
    const { seconds } = this.#clock;
    const was = before.spanAt(before.frameAt(seconds));
    const now = was && this.#reel.spanOf(was.scene.id);
    if (this.#isWaiting) {
      this.#turnTo(this.#reel.firstChanged(before) ?? now ?? this.#reel.spanAt(this.frame));
      if (before.isEmpty && this.#target === null) this.#poster = coverFrame(this.#reel.storyboard);
    } else if (now) this.#clock.seek(Math.min(seconds * this.#reel.fps + now.from - was.from, now.to - 1) / this.#reel.fps);
  }

  #draw() {
    const { spans, storyboard } = this.#reel;
    const { frame, isPlaying } = this;
    this.#shown = this.#due;
    const span = this.#reel.spanAt(this.#shown);
    const sceneName = span ? this.#reel.nameOf(span) : "";
    this.#monitor.show(storyboard, this.#shown, span ? t("Scene {number} of {count}: {name}", { number: span.index + 1, count: spans.length, name: sceneName }) : "");
    this.#transport.show({ reel: this.#reel, frame, isPlaying, isLooping: this.#isLooping, rate: this.#clock.rate });
    this.#timeline.mark(span, frame, this.#target);
    if (isPlaying) this.#timeline.reveal(span.scene.id);
    this.toggleAttribute("data-playing", isPlaying);
    this.#emitScene(span?.scene.id ?? null);
    this.dispatchEvent(new Event("drawn"));
  }

  #emitScene(sceneId) {
    if (sceneId === this.#onMonitor) return;
    this.#onMonitor = sceneId;
    this.dispatchEvent(new CustomEvent("scene-shown", { detail: { sceneId }, bubbles: true }));
  }
}

customElements.define("storyboard-preview", StoryboardPreview);
