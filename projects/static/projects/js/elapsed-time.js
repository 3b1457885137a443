// `<elapsed-time>`: time passed since `since` on the server's clock. It is not live for screen readers.
import { serverNow } from "./server-clock.js";
import { setText } from "./dom.js";
import { ticking } from "./duration.js";

export class ElapsedTime extends HTMLElement {
  #since = null;
  #timer = null;

  set since(ts) {
    if (ts === this.#since) return;
    this.#since = ts;
    this.#draw();
  }

  connectedCallback() {
    this.#timer = setInterval(() => this.#draw(), 1000);
    this.#draw();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #draw() {
    setText(this, this.#since == null ? "" : ticking(serverNow() - this.#since));
  }
}

customElements.define("elapsed-time", ElapsedTime);
