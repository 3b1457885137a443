// The clock of the preview: which frame is due while it plays, and where it stands while it does not.

export class PreviewClock extends EventTarget {
  seconds = 0;
  #range = [0, 0]; // seconds: where it begins again, and where it ends
  #loops = false;
  #request = null;
  #origin = 0;

  get isPlaying() {
    return this.#request !== null;
  }

  /** `loops`: at the end of the range it begins again, else it stops. */
  setRange(from, to, loops) {
    this.#range = [from, to];
    this.#loops = loops;
  }

  play() {
    if (this.isPlaying) return;
    const [from, to] = this.#range;
    if (this.seconds >= to || this.seconds < from) this.seconds = from;
    this.#origin = performance.now() - this.seconds * 1000;
    this.#request = requestAnimationFrame(() => this.#tick());
    this.#tell("start");
  }

  pause() {
    if (!this.isPlaying) return;
    cancelAnimationFrame(this.#request);
    this.#request = null;
    this.#tell("stop");
  }

  seek(seconds) {
    this.seconds = seconds;
    this.#origin = performance.now() - seconds * 1000;
    this.#tell("time");
  }

  #tick() {
    const [from, to] = this.#range;
    this.seconds = (performance.now() - this.#origin) / 1000;
    if (this.seconds >= to && this.#loops) {
      this.#origin += (to - from) * 1000;
      this.seconds = Math.min(to, Math.max(from, this.seconds - (to - from)));
    }
    if (this.seconds >= to && !this.#loops) {
      this.seconds = to;
      this.pause();
    } else this.#request = requestAnimationFrame(() => this.#tick());
    this.#tell("time");
  }

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}
