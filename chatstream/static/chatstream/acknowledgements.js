/** Tells the server how far we have read: some time after new events, at once after many characters. */
export class Acknowledgements {
  #timers;
  #limits;
  #send;
  #acknowledged;
  #position;
  #length; // characters since the last one

  /** `timers`: of the current connection. `limits`: `every` ms, `length` characters. `send(position)`. */
  constructor(timers, limits, send) {
    this.#timers = timers;
    this.#limits = limits;
    this.#send = send;
  }

  /** A new connection, which resumes from this position. */
  restart(position) {
    this.#acknowledged = position;
    this.#length = 0;
  }

  /** A frame of `length` characters was read; we are at `position` now. */
  add(position, length) {
    this.#position = position;
    this.#length += length;
    if (position === this.#acknowledged) return;
    if (this.#length >= this.#limits.length) this.#acknowledge();
    else if (!this.#timers.has("ack")) this.#timers.set("ack", this.#limits.every, () => this.#acknowledge());
  }

  #acknowledge() {
    this.#timers.clear("ack");
    this.restart(this.#position);
    this.#send(this.#position);
  }
}
