// `<video-export>`: makes an MP4 of the video in this browser, keeps it with the project and hands it over.
// `data-assets` is the address of the project's pictures; the id of one and a slash follow it.
// `data-server-export="available"`: the server can do it too, without a word in the chat; else `data-server-export-reason` says why it cannot.
import { Refused } from "./api.js";
import { h, setText } from "./dom.js";
import { ticking } from "./duration.js";
import { loadModule } from "./lazy-module.js";
import { keep } from "./video-export-keep.js";
import { megabytes, VideoExportList } from "./video-export-list.js";
import { ExportProgress } from "./video-export-progress.js";
import { ServerExport } from "./video-export-server.js";
import { SizeChoice } from "./video-export-size.js";
import { obstacle } from "./video-export-support.js";

const CANCELLED = "The export was cancelled; nothing of it was kept.";
const TELLING = 5; // frames, before anyone guesses how long the others take

export class VideoExport extends HTMLElement {
  #storyboard = null;
  #running = null; // the AbortController of the export that is being made
  #address = null; // of a file that only this page has
  #list;
  #start = h("button", { type: "button", class: "export-start", onclick: () => this.#export() }, "Export MP4");
  #elsewhere = h("button", { type: "button", class: "quiet", onclick: () => this.#exportThere() }, "Export on the server");
  #size = new SizeChoice();
  #reasons = h("p", { class: "export-note" });
  #progress = new ExportProgress("Export", () => this.#running?.abort());
  #server;
  #outcome = h("p", { class: "export-outcome", role: "status" });
  #warn = (event) => event.preventDefault();

  connectedCallback() {
    this.#list = new VideoExportList(this.dataset.projectId);
    this.#server = new ServerExport(this.dataset.projectId, (row, isOwn) => this.#endThere(row, isOwn));
    if (!this.#serverObstacle) this.#server.look().then(() => this.#draw());
    const buttons = h("div", { class: "export-buttons" }, this.#start, this.#elsewhere, this.#size.element);
    this.replaceChildren(buttons, this.#reasons, this.#progress.element, this.#server.element, this.#outcome, this.#list.element);
    this.#draw();
  }

  disconnectedCallback() {
    this.#running?.abort();
    this.#server.leave();
    this.#forgetFile();
  }

  /** The video as it is now, or null. An export that is being made shows what was there when it began. */
  set storyboard(next) {
    this.#storyboard = next;
    if (next) this.#size.offer(next.canvas);
    this.#draw();
  }

  /** Somebody else has made a video: the server, or the same person in another tab. */
  refresh() {
    this.#list.refresh();
  }

  #draw() {
    const [here, there] = [obstacle(), this.#serverObstacle];
    this.#start.disabled = Boolean(here || this.#running || !this.#storyboard?.scenes.length);
    this.#elsewhere.hidden = Boolean(there);
    this.#elsewhere.disabled = Boolean(this.#server?.isLive || !this.#storyboard?.scenes.length);
    setText(this.#reasons, here ? `${here} ${there ?? "The server can make it."}` : this.dataset.serverExportReason);
    if (!this.#running) this.#progress.hide();
  }

  get #serverObstacle() {
    const { serverExport, serverExportReason } = this.dataset;
    return serverExport === "available" ? null : serverExportReason || "This server does not make videos.";
  }

  async #exportThere() {
    this.#outcome.replaceChildren();
    this.#elsewhere.disabled = true;
    try {
      await this.#server.start(this.#size.shortSide);
    } catch (error) {
      setText(this.#outcome, reasonOf(error));
    }
    this.#draw();
  }

  #endThere({ status, detail, asset }, isOwn) {
    this.#draw();
    if (!asset) return setText(this.#outcome, status === "cancelled" ? CANCELLED : detail);
    const link = h("a", { href: asset.url, download: true }, "Download the MP4");
    this.#outcome.replaceChildren("The server has finished the video. ", link, ` (${megabytes(asset.size)})`);
    if (isOwn) link.click();
    this.#list.refresh();
  }

  async #export() {
    const storyboard = structuredClone(this.#storyboard);
    const { signal } = this.#begin();
    try {
      const { encode } = await loadModule(import.meta.resolve("./video-export-encode.js"));
      const video = await encode(storyboard, {
        signal,
        shortSide: this.#size.shortSide,
        addressOf: (id) => `${this.dataset.assets}${id}/`,
        onFrame: this.#pace(storyboard.revision),
      });
      this.#hand(video, await this.#keep(storyboard.revision, video.blob, signal));
    } catch (error) {
      setText(this.#outcome, signal.aborted ? CANCELLED : reasonOf(error));
    }
    this.#end();
  }

  #begin() {
    this.#running = new AbortController();
    this.#forgetFile();
    this.#progress.canEnd = true;
    this.#progress.show(0, "Getting ready …");
    this.#outcome.replaceChildren();
    addEventListener("beforeunload", this.#warn); // whoever leaves the page loses the export
    this.#draw();
    this.#progress.focus();
    return this.#running;
  }

  #end() {
    const isFocusHere = this.#progress.hasFocus;
    this.#running = null;
    removeEventListener("beforeunload", this.#warn);
    this.#draw();
    if (isFocusHere) this.#start.focus();
  }

  /** What tells of each frame, with the time that the others will take as long as they take what these took. */
  #pace(revision) {
    const start = performance.now();
    return (done, of) => {
      const left = ((performance.now() - start) / done) * (of - done);
      const guess = done < TELLING ? "" : `, ${ticking(left + 1000)} left`;
      this.#progress.show(done / of, `Revision ${revision}: frame ${done} of ${of}${guess}`);
    };
  }

  /** Returns {row} of what is kept, or {refused}: why it is not. */
  async #keep(revision, blob, signal) {
    const onPart = (part) => {
      this.#progress.canEnd = part < 1; // the server has all of it
      this.#progress.show(part, `Keeping the video (${megabytes(blob.size)}) …`);
    };
    onPart(0);
    try {
      return { row: await keep(this.dataset.projectId, revision, blob, { signal, onPart }) };
    } catch (error) {
      signal.throwIfAborted();
      return { refused: reasonOf(error) };
    }
  }

  #hand({ blob, failed, missing }, { row, refused }) {
    if (refused) this.#address = URL.createObjectURL(blob);
    const link = h("a", { href: row?.url ?? this.#address, download: row ? true : "video.mp4" }, "Download the MP4");
    const said = [
      refused ? `The video is finished, but it is not kept with the project. ${refused}` : "The video is finished.",
      failed.length && `Scene ${failed.map((index) => index + 1).join(", ")} cannot be shown: the video says so in its place.`,
      missing && `${missing === 1 ? "A picture" : `${missing} pictures`} could not be fetched: the video is without.`,
    ];
    this.#outcome.replaceChildren(`${said.filter(Boolean).join(" ")} `, link, ` (${megabytes(blob.size)})`);
    link.click();
    this.#list.refresh();
  }

  #forgetFile() {
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = null;
  }
}

/** What a library or a browser says of its own troubles is for the console. */
function reasonOf(error) {
  if (error instanceof Refused) return error.message;
  console.warn(error);
  return "Something failed in the browser while the video was made. Try again.";
}

customElements.define("video-export", VideoExport);
