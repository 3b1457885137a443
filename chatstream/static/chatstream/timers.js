/** Timers by name: setting one again replaces it. */
export class Timers {
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #running = new Map();

  /** @param {string} name */
  has(name) {
    return this.#running.has(name);
  }

  /**
   * @param {string} name
   * @param {number} delay in ms
   * @param {() => void} act
   */
  set(name, delay, act) {
    this.clear(name);
    const timer = setTimeout(() => this.#running.delete(name) && act(), delay);
    this.#running.set(name, timer);
  }

  /** @param {string[]} names */
  clear(...names) {
    for (const name of names) {
      clearTimeout(this.#running.get(name));
      this.#running.delete(name);
    }
  }

  clearAll() {
    this.clear(...this.#running.keys());
  }
}
