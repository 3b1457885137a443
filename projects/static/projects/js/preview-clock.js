// The clock of the preview: which frame is due while it plays, and where it stands while it does not.

export class PreviewClock extends EventTarget {
  seconds = 0;
  #rate = 1; // seconds of the video in a second; below 0 it goes backwards
  #range = [0, 0]; // seconds: where it begins again, and where it ends
  #loops = false;
  #request = null;
  #origin = 0; // when it would have been at 0

  get isPlaying() {
    return this.#request !== null;
  }

  get rate() {
    return this.#rate;
  }

  set rate(rate) {
    this.#rate = rate;
    this.#setOrigin();
  }

  /** `loops`: at the end of the range it begins again, else it stops. */
  setRange(from, to, loops) {
    this.#range = [from, to];
    this.#loops = loops;
  }

  play() {
    if (this.isPlaying) return;
    const [from, to] = this.#range;
    if (this.#rate > 0 && (this.seconds >= to || this.seconds < from)) this.seconds = from;
    if (this.#rate < 0 && (this.seconds <= from || this.seconds > to)) this.seconds = to;
    this.#setOrigin();
    this.#request = requestAnimationFrame(() => this.#tick());
    this.#emit("start");
  }

  pause() {
    if (!this.isPlaying) return;
    cancelAnimationFrame(this.#request);
    this.#request = null;
    this.#emit("stop");
  }

  seek(seconds) {
    this.seconds = seconds;
    this.#setOrigin();
    this.#emit("time");
  }

  #setOrigin() {
    this.#origin = performance.now() - (this.seconds * 1000) / this.#rate;
  }

  #tick() {
    const [from, to] = this.#range;
    const seconds = ((performance.now() - this.#origin) / 1000) * this.#rate;
    const isOver = this.#rate > 0 ? seconds >= to : seconds <= from;
    const [first, last] = this.#rate > 0 ? [from, to] : [to, from];
    this.seconds = !isOver ? seconds : this.#loops ? first + ((seconds - last) % (to - from)) : last;
    if (isOver && this.#loops) this.#setOrigin();
    if (isOver && !this.#loops) this.pause();
    else this.#request = requestAnimationFrame(() => this.#tick());
    this.#emit("time");
  }

  #emit(type) {
    this.dispatchEvent(new Event(type));
  }
}
