// What a screen reader hears, through one polite live region: of the stream and of the connection. The text that streams is
// no live region: it would be read to pieces.
import { loadModule } from "./lazy-module.js";

const SPOKEN_EVERY_MS = 1000;
const SPOKEN = ["status", "approval_requested", "tool_result", "storyboard", "finalized"];

export class Announcer {
  #region;
  #queue = [];
  #timer = null;

  constructor(region) {
    this.#region = region;
  }

  announce(text) {
    if (!text) return;
    this.#queue.push(text);
    this.#timer ??= setTimeout(() => this.#speak(), SPOKEN_EVERY_MS / 4);
  }

  announceEvent(event, toolTitle) {
    if (!SPOKEN.includes(event.type)) return;
    const words = loadModule(import.meta.resolve("./spoken-events.js"));
    words.then(({ wordsOf }) => this.announce(wordsOf(event, toolTitle)), console.warn);
  }

  #speak() {
    this.#region.textContent = [...new Set(this.#queue)].join(" ");
    this.#queue = [];
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#queue.length) this.#speak();
    }, SPOKEN_EVERY_MS);
  }
}
