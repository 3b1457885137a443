// What frames leave out since it is too large for one (docs/protocol.md), fetched over HTTP: texts, tool calls, the video.
import { getMessage } from "./api.js";
import { getRevision } from "./video-api.js";

const PASSING = ["unavailable", "rate_limited"];
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function isExactly(text, { length, sha256 }) {
  if ([...text].length !== length) return false; // Unicode characters, as the server counts them
  if (!crypto.subtle) return true; // a page that is not served securely has no digest
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}

export class OversizedParts {
  #projectId;
  #apply;
  #asked = new Set();
  #queue = Promise.resolve(); // one after another, the newest message first

  /** @param apply is given what was fetched, as a frame for `reduce` */
  constructor(projectId, apply) {
    this.#projectId = projectId;
    this.#apply = apply;
  }

  /** @param found what `findLeftOut` says of this frame */
  fetchMissing(frame, { partial, unproven, revision }) {
    if (frame.type === "snapshot") this.#asked.clear(); // it took the place of what was fetched
    for (const message of partial) this.#fetchMessage(message);
    for (const message of unproven) this.#prove(message);
    if (revision) this.#fetchRevision(revision);
  }

  async #prove(message) {
    if (!(await isExactly(message.content, message.measures))) this.#fetchMessage(message);
  }

  #fetchMessage({ id }) {
    this.#fetch(id, async () => ({ type: "message_fetched", message: await getMessage(id) }));
  }

  #fetchRevision(revision) {
    this.#fetch(`revision ${revision}`, async () => {
      const { storyboard } = await getRevision(this.#projectId, revision);
      return { type: "storyboard", revision, storyboard };
    });
  }

  #fetch(key, ask) {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#queue = this.#queue.then(() => this.#fetchUntilThere(ask));
  }

  async #fetchUntilThere(ask) {
    for (let wait = FIRST_PAUSE; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
      try {
        return this.#apply(await ask());
      } catch (error) {
        if (!PASSING.includes(error.code)) return; // it is not there any more
      }
      await pause(wait);
    }
  }
}
