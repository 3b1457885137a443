/** Delays that double with each attempt, with full jitter: a thousand clients do not connect at the same moment. */
export class Backoff {
  #base;
  #max;
  #attempts = 0;

  /**
   * @param {number} base in ms
   * @param {number} max in ms
   */
  constructor(base, max) {
    this.#base = base;
    this.#max = max;
  }

  reset() {
    this.#attempts = 0;
  }

  /** The delay in ms before the next attempt. */
  next() {
    return Math.random() * Math.min(this.#max, this.#base * 2 ** this.#attempts++);
  }
}
