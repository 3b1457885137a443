// `<video-export>`: what makes a file of the project: an MP4 in this browser or in the background, JSON, Markdown.
// `data-assets` is the address of the project's pictures; the id of one and a slash follow it.
// `data-server-export="available"`: the server can do it too, without a word in the chat.
import { h, setText } from "./dom.js";
import { loadModule } from "./lazy-module.js";
import { VideoExportList } from "./video-export-list.js";
import { SizeChoice } from "./video-export-size.js";
import { obstacle } from "./video-export-support.js";
import { t } from "./words.js";

export class VideoExport extends HTMLElement {
  #storyboard = null;
  #isRunning = false; // in this browser
  #list;
  #start = h("button", { type: "button", class: "export-start", onclick: () => this.#run(this.#exportHere) }, t("Export MP4"));
  #elsewhere = h("button", { type: "button", class: "quiet", onclick: () => this.#run(this.#exportThere) }, t("Export in the background"));
  #still = h("button", { type: "button", class: "quiet", onclick: () => this.#run(this.#exportStill) }, t("Picture (PNG)"));
  #size = new SizeChoice();
  #note = h("p", { class: "export-note", role: "status" });

  connectedCallback() {
    if (this.firstElementChild) return;
    this.#list = new VideoExportList(this.dataset.projectId);
    const files = h("p", { class: "export-files" }, t("Project and chat as"), this.#file("json", "JSON"), this.#file("markdown", "Markdown"));
    const buttons = h("div", { class: "export-buttons" }, this.#start, this.#still, this.#elsewhere);
    const head = h("div", { class: "export-head" }, h("strong", {}, t("Download")), this.#size.element);
    this.append(head, buttons, this.#note, files, this.#list.element);
    document.addEventListener("export-finished", () => this.refresh());
    this.#draw();
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

  #file(form, name) {
    return h("a", { href: `/api/projects/${this.dataset.projectId}/files/${form}/`, download: true }, name);
  }

  #draw() {
    const here = obstacle();
    const isThere = this.dataset.serverExport === "available";
    const isEmpty = !this.#storyboard?.scenes.length;
    this.#start.disabled = Boolean(here || isEmpty || this.#isRunning);
    this.#elsewhere.hidden = !isThere;
    this.#elsewhere.disabled = this.#still.disabled = isEmpty;
    setText(this.#note, here && isThere ? `${here} ${t("The server can make it.")}` : here || (isThere ? "" : this.dataset.serverExportReason));
  }

  async #run(way) {
    setText(this.#note, "");
    try {
      await way.call(this, {
        project: this.dataset.projectId,
        title: document.querySelector("chat-page editable-title")?.textContent ?? "",
        assets: this.dataset.assets,
        storyboard: structuredClone(this.#storyboard),
        shortSide: this.#size.shortSide,
      });
    } catch (error) {
      setText(this.#note, error.message);
    }
  }

  async #exportHere(job) {
    this.#isRunning = true;
    this.#draw();
    try {
      const { exportHere } = await loadModule(import.meta.resolve("./video-export-run.js"));
      this.#onBegin();
      await exportHere(job);
    } finally {
      this.#isRunning = false;
      this.#draw();
      this.refresh();
    }
  }

  async #exportThere({ project, title, shortSide }) {
    const { exportInBackground } = await loadModule(import.meta.resolve("./background-exports.js"));
    const toast = await exportInBackground(project, title, shortSide);
    this.#onBegin();
    toast.focus();
  }

  async #exportStill(job) {
    const { downloadStill } = await loadModule(import.meta.resolve("./video-still.js"));
    await downloadStill(job);
  }

  /** From now on a toast tells of it, and takes the focus. */
  #onBegin() {
    this.dispatchEvent(new CustomEvent("export-begun", { bubbles: true }));
  }
}

customElements.define("video-export", VideoExport);
