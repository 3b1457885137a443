// `<connection-status>`: silent while all is well. Trouble shows after 2 s, since most cuts heal before; what a person
// must act on shows at once.
import { h } from "./dom.js";
import { ticking } from "./duration.js";
import { plural, t } from "./words.js";

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
    if (detail.state === "live") this.#showRecovery(detail);
    else if (!UNWELL.has(detail.state) || this.#isShown) this.#show();
    else this.#patience ??= setTimeout(() => this.#show(), PATIENCE_MS);
  }

  /** @param detail of the stream's `caughtup` event */
  caughtUp({ missed_events, mode }) {
    if (!this.#wasLive || (mode !== "snapshot" && !missed_events)) return;
    const what = mode === "snapshot" ? t("from a fresh copy") : plural(missed_events, "{count} event", "{count} events");
    this.#draw("well", t("Caught up, {what}", { what }));
    setTimeout(() => this.#state.state === "live" && this.#rest(), SHOWN_FOR_MS);
  }

  #showRecovery({ transport, isPolling }) {
    this.#slowness = transport !== "http" ? "" : isPolling ? t("The network holds the words back: they come every few seconds.") : t("The network lets the words through by another way, a little slower.");
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
    const { state, deleted } = this.#state;
    const now = this.#button(t("Retry now"), "retry-now");
    switch (state) {
      case "offline":
        return ["trouble", t("You are offline. What you send goes out when the connection is back."), now];
      case "signed-out":
        return ["stopped", t("You are signed out. "), this.#signIn()];
      case "gone":
        return ["stopped", deleted ? t("This project is not there any more. ") : t("This project is not there any more, or not yours. "), h("a", { href: "/" }, t("All projects"))];
      case "refused":
        return ["stopped", t("The server refused this connection. Reload the page to try again.")];
      case "closed":
        return ["stopped", t("The connection is closed.")];
      case "waiting": {
        const left = Math.max(0, Math.ceil((this.#retryAt - performance.now()) / 1000)) * 1000;
        return ["trouble", t("The server can’t be reached. Reconnecting in {time}", { time: ticking(left) }), now];
      }
      default:
        return ["trouble", state === "catching-up" ? t("Catching up …") : t("Connecting …")];
    }
  }

  #button(label, type) {
    const onclick = () => this.dispatchEvent(new CustomEvent(type, { bubbles: true }));
    return h("button", { type: "button", class: "quiet", onclick }, label);
  }

  #signIn() {
    return h("a", { href: `/sign-in/?next=${encodeURIComponent(location.pathname)}` }, t("Sign in again"));
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
