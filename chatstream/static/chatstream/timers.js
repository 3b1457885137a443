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

  clear(name) {
    clearTimeout(this.#running.get(name));
    this.#running.delete(name);
  }

  clearAll() {
    for (const name of [...this.#running.keys()]) this.clear(name);
  }
}
