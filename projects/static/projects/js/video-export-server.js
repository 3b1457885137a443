// Has a worker of the server make the file, and follows how far it is. It goes on when the page is left.
import { getServerExport, startServerExport, stopServerExport } from "./api.js";
import { ExportProgress } from "./video-export-progress.js";

const EVERY = 1000; // ms
const LIVE = ["waiting", "running"];

export class ServerExport {
  #progress = new ExportProgress("Export on the server", () => this.#stop());
  #projectId;
  #onEnd;
  #timer = null;
  #isLive = false;
  #hasLeft = false;
  #isOwn = false; // asked for in this tab

  /** `onEnd(row, isOwn)` is called with the row of protocol.md when it has ended; `isOwn`: it was asked for in this tab. */
  constructor(projectId, onEnd) {
    this.#projectId = projectId;
    this.#onEnd = onEnd;
  }

  get element() {
    return this.#progress.element;
  }

  get isLive() {
    return this.#isLive;
  }

  /** Throws Refused. */
  async start(shortSide) {
    const row = await startServerExport(this.#projectId, shortSide);
    this.#isOwn = true;
    this.#take(row);
  }

  /** Follows what was asked for before, here or in another tab. */
  async look() {
    try {
      this.#take(await getServerExport(this.#projectId));
    } catch {
      if (this.#isLive) this.#lookLater(); // it is made, whether it can be seen or not
    }
  }

  /** Looks no more. */
  leave() {
    this.#hasLeft = true;
    clearTimeout(this.#timer);
  }

  async #stop() {
    this.#progress.canEnd = false;
    try {
      this.#take(await stopServerExport(this.#projectId));
    } catch {
      this.#progress.canEnd = true;
    }
  }

  #take(row) {
    const wasLive = this.#isLive || this.#isOwn;
    this.#isLive = LIVE.includes(row?.status);
    if (this.#isLive) {
      this.#progress.canEnd = true;
      this.#progress.show(row.progress, row.detail || "Waiting for a worker of the server …");
      this.#lookLater();
      return;
    }
    clearTimeout(this.#timer);
    this.#progress.hide();
    if (wasLive && row) this.#onEnd(row, this.#isOwn);
    this.#isOwn = false;
  }

  #lookLater() {
    clearTimeout(this.#timer);
    if (!this.#hasLeft) this.#timer = setTimeout(() => this.look(), EVERY);
  }
}
