// What is done once an element comes near the window, and not before.

export class InSight {
  #waiting = new WeakMap(); // what to do, by element
  #observer;

  /** @param options of the IntersectionObserver */
  constructor(options) {
    this.#observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        this.forget(target);
        this.#waiting.get(target)();
      }
    }, options);
  }

  /** Calls `act` once, when `element` comes near. */
  wait(element, act) {
    this.#waiting.set(element, act);
    this.#observer.observe(element);
  }

  forget(element) {
    this.#observer.unobserve(element);
  }
}
