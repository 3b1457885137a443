// `<replay-stage>`: an answer is made once more before one's eyes, film and words together. It only looks: nothing is sent to
// a model, nothing is written, and the conversation behind it goes on.
import { request } from "./api.js";
import { openDialog } from "./dialog-layer.js";
import { h } from "./dom.js";
import { documentAt } from "./film-documents.js";
import { enableStyles } from "./lazy-styles.js";
import "./message.js";
import { Recording } from "./replay-recording.js";
import { ReplayControls } from "./replay-controls.js";
import { ReplayFilm } from "./replay-film.js";
import { t } from "./words.js";

await enableStyles("link[data-replay-style]");

const LONGEST_STEP = 250; // ms: a tab that was away goes on where it was

export class ReplayStage extends HTMLElement {
  state = {}; // what the cards in it see of the video, as in the page
  #recording;
  #film;
  #message = h("chat-message");
  #words;
  #controls;
  #time = 0;
  #speed = 1;
  #isPlaying = false;
  #frame = null;
  #shown = {}; // {message, revision} that are drawn

  /** @param replay `{recording, question, projectId, assets}` */
  begin({ recording, question, projectId, assets }) {
    this.#recording = recording;
    this.dataset.projectId = projectId;
    this.#film = recording.revisions.some(Boolean) ? new ReplayFilm(assets) : null;
    this.#controls = new ReplayControls({
      toggle: () => this.#toggle(),
      seek: (time) => this.#seek(time),
      setSpeed: (speed) => this.#setSpeed(speed),
      close: () => this.closest("dialog").close(),
    });
    const inside = h("div", { class: "replay-conversation", inert: true }, question && h("p", { class: "bubble", dir: "auto" }, question), this.#message);
    this.#words = h("section", { class: "replay-words", tabindex: "0", "aria-label": t("The answer") }, inside);
    this.append(this.#words, ...(this.#film ? [this.#film.element] : []), this.#controls.element);
    for (const revision of recording.revisions) if (revision) documentAt(revision, this); // they are there when they are shown
    this.#toggle();
  }

  disconnectedCallback() {
    cancelAnimationFrame(this.#frame);
  }

  #toggle() {
    if (!this.#isPlaying && this.#time >= this.#recording.duration) this.#time = 0;
    this.#isPlaying = !this.#isPlaying;
    if (this.#isPlaying) this.#run();
    this.#draw();
  }

  #seek(time) {
    this.#time = Math.min(time, this.#recording.duration);
    this.#draw();
  }

  #setSpeed(speed) {
    this.#speed = speed;
    this.#draw();
  }

  /** The film goes on at its own pace, and after the end of the words. */
  #run() {
    let before = performance.now();
    cancelAnimationFrame(this.#frame);
    const tick = (now) => {
      const passed = Math.min(LONGEST_STEP, now - before);
      before = now;
      if (this.#isPlaying) this.#time = Math.min(this.#recording.duration, this.#time + passed * this.#speed);
      if (this.#time >= this.#recording.duration) this.#isPlaying = false;
      this.#film?.advance(passed / 1000);
      this.#draw();
      if (this.#isPlaying || this.#time >= this.#recording.duration) this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  #draw() {
    const { message, revision } = this.#recording.at(this.#time);
    const { duration } = this.#recording;
    this.#controls.show({ time: this.#time, duration, isPlaying: this.#isPlaying, speed: this.#speed });
    const before = this.#shown;
    this.#shown = { message, revision };
    if (revision !== before.revision) this.#showFilm(revision);
    if (message !== before.message) this.#showWords(message);
  }

  #showWords(message) {
    const { scrollTop, scrollHeight, clientHeight } = this.#words;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < 24;
    this.#message.hidden = !message;
    if (message) this.#message.update({ message, versions: [message], isLast: false });
    if (isAtEnd) requestAnimationFrame(() => (this.#words.scrollTop = this.#words.scrollHeight));
  }

  async #showFilm(revision) {
    const storyboard = revision ? await documentAt(revision, this) : null;
    if (revision !== this.#shown.revision) return; // it has moved on
    this.state = { storyboard };
    this.#film?.show(storyboard);
    const { message } = this.#shown;
    if (message) this.#message.update({ message: { ...message }, versions: [message], isLast: false }); // its cards have pictures now
  }
}

customElements.define("replay-stage", ReplayStage);

/** Opens the making of an answer over the page. Rejects with Refused if it cannot be had. */
export async function openReplay(message) {
  const page = document.querySelector("chat-page");
  const { projectId } = page.dataset;
  const recording = new Recording(await request("GET", `/api/messages/${message.id}/replay/`));
  const { messages } = page.state;
  const question = messages.slice(0, messages.findIndex(({ id }) => id === (message.retry_of ?? message.id))).findLast(({ role }) => role === "user");
  const stage = h("replay-stage");
  const dialog = h("dialog", { class: "replay", "aria-label": t("How it was made") }, stage);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  stage.begin({ recording, question: question?.content, projectId, assets: `/api/projects/${projectId}/assets/` });
  openDialog(dialog);
}
