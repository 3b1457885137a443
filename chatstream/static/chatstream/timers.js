/** Timers by name: setting one again replaces it. */
export class Timers {
  #running = new Map();

  has(name) {
    return this.#running.has(name);
  }

  set(name, delay, act) {
    this.clear(name);
    const timer = setTimeout(() => this.#running.delete(name) && act(), delay);
    this.#running.set(name, timer);
  }

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
