/** @import {Position, Timers} from "../../client-types" */

/** Tells the server how far we have read: some time after new events, at once after many characters. */
export class Acknowledgements {
  #timers;
  #limits;
  #send;
  /** @type {Position} */ #acknowledged = null;
  /** @type {Position} */ #position = null;
  #length = 0; // characters since the last one

  /**
   * @param {Timers} timers of the current connection
   * @param {{every: number, length: number}} limits ms, characters
   * @param {(position: string) => void} send
   */
  constructor(timers, limits, send) {
    this.#timers = timers;
    this.#limits = limits;
    this.#send = send;
  }

  /**
   * A new connection, which resumes from this position.
   * @param {Position} position
   */
  restart(position) {
    this.#acknowledged = position;
    this.#length = 0;
  }

  /**
   * A frame of `length` characters was read; we are at `position` now.
   * @param {Position} position
   * @param {number} length
   */
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
    if (this.#position) this.#send(this.#position);
  }
}
