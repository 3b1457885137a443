// `<connection-status>`: silent while all is well. Trouble shows after 2 s, since most cuts heal before; what a person
// must act on shows at once.
import { h } from "./dom.js";
import { counted, ticking } from "./duration.js";

const PATIENCE_MS = 2000;
const SHOWN_FOR_MS = 5000;
const UNWELL = new Set(["connecting", "catching-up", "waiting", "offline"]);

export class ConnectionStatus extends HTMLElement {
  #state = { state: "connecting" };
  #retryAt = 0; // by `performance.now()`: the machine's clock may be set while the person waits
  #patience = null;
  #ticker = null;
  #wasLive = false;
  #isShown = false;
  #slowness = ""; // of a connection that is live

  /** @param detail of the stream's `state` event */
  set state(detail) {
    this.#state = detail;
    this.#retryAt = performance.now() + (detail.retryAt ?? 0) - Date.now();
    clearInterval(this.#ticker);
    if (detail.state === "live") return this.#recovered(detail);
    if (!UNWELL.has(detail.state)) return this.#show();
    if (this.#isShown) return this.#show();
    this.#patience ??= setTimeout(() => this.#show(), PATIENCE_MS);
  }

  /** @param detail of the stream's `caughtup` event */
  caughtUp({ missed_events, mode }) {
    if (!this.#wasLive || (mode !== "snapshot" && !missed_events)) return;
    const what = mode === "snapshot" ? "from a fresh copy" : counted(missed_events, "event");
    this.#draw("well", `Caught up, ${what}`);
    setTimeout(() => this.#state.state === "live" && this.#rest(), SHOWN_FOR_MS);
  }

  #recovered({ transport, isPolling }) {
    const step = isPolling ? "; something on the way holds it back, so it comes every few seconds" : "";
    this.#slowness = transport === "http" ? `WebSockets do not come through here. The chat goes on over plain HTTP${step}.` : "";
    clearTimeout(this.#patience);
    this.#patience = null;
    this.#isShown = false;
    this.#wasLive = true;
    if (this.dataset.kind !== "well") this.#rest();
  }

  /** Nothing needs to be done. What makes it slower than it could be is said as long as it lasts. */
  #rest() {
    if (this.#slowness) return this.#draw("slow", this.#slowness);
    this.hidden = true;
    delete this.dataset.kind;
  }

  #show() {
    this.#isShown = true;
    const { state, retryAt } = this.#state;
    const [kind, text, ...actions] = this.#words();
    this.#draw(kind, text, ...actions);
    clearInterval(this.#ticker);
    if (state === "waiting" && retryAt) this.#ticker = setInterval(() => this.#show(), 1000);
  }

  #words() {
    const { state, code, deleted } = this.#state;
    const now = this.#button("Retry now", "retry-now");
    switch (state) {
      case "offline":
        return ["trouble", "You are offline. What you send goes out when the connection is back.", now];
      case "signed-out":
        return ["stopped", "You are signed out. ", this.#signIn()];
      case "gone":
        return ["stopped", `This project is not there any more${deleted ? "" : ", or not yours"}. `, h("a", { href: "/" }, "All projects")];
      case "refused":
        return ["stopped", `The server refused this connection${code ? ` (${code})` : ""}. Reload the page to try again.`];
      case "closed":
        return ["stopped", "The connection is closed."];
      case "waiting": {
        const left = Math.max(0, Math.ceil((this.#retryAt - performance.now()) / 1000)) * 1000;
        return ["trouble", `The server can’t be reached. Reconnecting in ${ticking(left)}`, now];
      }
      default:
        return ["trouble", state === "catching-up" ? "Catching up …" : "Connecting …"];
    }
  }

  #button(label, type) {
    const onclick = () => this.dispatchEvent(new CustomEvent(type, { bubbles: true }));
    return h("button", { type: "button", class: "quiet", onclick }, label);
  }

  #signIn() {
    return h("a", { href: `/sign-in/?next=${encodeURIComponent(location.pathname)}` }, "Sign in again");
  }

  /** While only the seconds change, the button stays the same node (a click must not miss it), and nothing is announced. */
  #draw(kind, text, ...actions) {
    this.hidden = false;
    if (this.dataset.kind === kind && this.dataset.state === this.#state.state) {
      this.firstChild.textContent = text;
      return;
    }
    this.replaceChildren(h("span", {}, text), ...actions);
    this.dataset.kind = kind;
    this.dataset.state = this.#state.state;
    this.dispatchEvent(new CustomEvent("announce", { bubbles: true, detail: { text } }));
  }
}

customElements.define("connection-status", ConnectionStatus);
