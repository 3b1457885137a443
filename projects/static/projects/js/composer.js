// `<chat-composer>`: the box a message is written in. A draft is kept per project until it is sent, in all its tabs.
import { fitHeight } from "./auto-height.js";
import { setText } from "./dom.js";
import { grouped } from "./duration.js";
import { listenForFiles } from "./file-drop.js";
import { loadModule } from "./lazy-module.js";
import { pageIcon } from "./page-icons.js";
import { follow, load, save } from "./storage.js";
import { readPictures, readText } from "./stored-shapes.js";
import { typedText } from "./typed-text.js";
import { plural, t } from "./words.js";

const LONGEST = 32_000; // characters, as the server counts them: code points
const TOLD_FROM = 30_000;

const LOST = t("Not saved: the browser’s storage is full or off. Leaving the page loses this");

const LARGEST = 60_000; // bytes: what one frame can carry, which three-byte scripts reach first

const bytesOf = (text) => new TextEncoder().encode(JSON.stringify(text)).length;
const lengthOf = (text) => (text.length < TOLD_FROM ? text.length : [...text].length);

export class ChatComposer extends HTMLElement {
  #input;
  #send;
  #stop;
  #steer;
  #note;
  #tray;
  #adding = Promise.resolve();
  #isKept = true; // what is written would survive a reload

  connectedCallback() {
    this.#input = this.querySelector("textarea");
    this.#send = this.querySelector("[data-action=send]");
    this.#stop = this.querySelector("[data-action=stop]");
    this.#steer = this.querySelector("[data-action=steer]");
    this.#note = this.querySelector("[data-role=note]");
    this.#input.value = load(this.#draftKey, readText);
    follow(this.#draftKey, () => this.#takeOver());
    this.#input.addEventListener("input", () => this.#changed());
    this.#input.addEventListener("keydown", (event) => this.#onKeydown(event));
    this.#send.addEventListener("click", () => this.submit());
    this.#stop.addEventListener("click", () => this.#emit("stop"));
    this.#steer.addEventListener("click", () => this.submit("steer"));
    this.#takePictures();
    this.#changed();
  }

  get #draftKey() {
    return `draft:${this.dataset.projectId}`;
  }

  set isAnswering(isAnswering) {
    this.#stop.hidden = this.#steer.hidden = !isAnswering;
    this.#input.placeholder = isAnswering ? t("Say what comes next") : this.#input.dataset.invitation;
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  /** Take the text out before anything waits: a second click finds the box empty. `type`: "send" or "steer". */
  submit(type = "send") {
    const message = typedText(this.#input.value);
    if (!message.trim() || this.#excess(message) || this.#tray.isBusy) return;
    this.#input.value = "";
    this.#changed();
    this.focus();
    this.#emit(type, { message, attachments: this.#tray.take?.() ?? [] });
  }

  /** Who only writes does not load what sends pictures: until it is here, the tray is an empty element. */
  #takePictures() {
    this.#tray = this.querySelector("attachment-tray");
    const [button, picker] = [this.querySelector("[data-action=attach]"), this.querySelector("input[type=file]")];
    button.append(pageIcon("picture"));
    button.addEventListener("click", () => picker.click());
    const page = this.closest("chat-page");
    listenForFiles({ page, textarea: this.#input, picker, onFiles: (files) => this.#addPictures(files) });
    this.#tray.addEventListener("change", () => this.#changed());
    const pictures = `pictures:${this.dataset.projectId}`;
    const takeStored = () => load(pictures, readPictures).length && this.#addPictures([]);
    follow(pictures, takeStored);
    takeStored();
  }

  /** One lot after the other: two that come while the tray is loaded keep their order. */
  #addPictures(files) {
    const add = async () => {
      await loadModule(import.meta.resolve("./attachment-tray.js"));
      this.#tray.add(files);
    };
    const adding = this.#adding.then(add);
    this.#adding = adding.catch((error) => this.#emit("unloaded", { error, part: t("What sends pictures"), again: () => this.#addPictures(files) }));
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #onKeydown(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (!event.repeat) this.submit((event.ctrlKey || event.metaKey) && !this.#steer.hidden && !this.#steer.disabled ? "steer" : "send");
    }
    if (event.key === "ArrowUp" && !this.#input.value && !event.shiftKey && !event.altKey) this.#emit("edit-last");
  }

  #changed() {
    this.#isKept = save(this.#draftKey, this.#input.value);
    if (!this.#isKept) save(this.#draftKey, ""); // an older text must not come back in its place
    this.#draw();
  }

  /** Another tab has written on, or sent it. */
  #takeOver() {
    const text = load(this.#draftKey, readText);
    if (text === this.#input.value) return;
    this.#input.value = text;
    this.#draw();
  }

  #draw() {
    const text = typedText(this.#input.value);
    fitHeight(this.#input);
    const excess = this.#excess(text);
    const length = lengthOf(text);
    this.#send.disabled = !text.trim() || Boolean(excess) || this.#tray.isBusy;
    this.#steer.disabled = this.#send.disabled || length > 8_000 || Boolean(this.#tray.assets?.length);
    this.#input.setAttribute("aria-invalid", String(Boolean(excess)));
    const lost = this.#isKept && this.#tray.isKept !== false ? "" : LOST;
    this.#note.classList.toggle("is-over", Boolean(excess || lost));
    const used = length >= TOLD_FROM ? t("{count} of {most} characters", { count: grouped(length), most: grouped(LONGEST) }) : "";
    setText(this.#note, excess || lost || used || this.#pictureNote(text));
  }

  /** What the pictures wait for. */
  #pictureNote(text) {
    if (this.#tray.isBusy) return t("Sending the pictures …");
    return this.#tray.assets?.length && !text.trim() ? t("Say what they are for") : "";
  }

  /** Why `text` is too long, or "". */
  #excess(text) {
    const over = lengthOf(text) - LONGEST;
    if (over > 0) return plural(over, "{count} character too long", "{count} characters too long");
    return text.length * 3 > LARGEST && bytesOf(text) > LARGEST ? t("Too long to send in one piece") : "";
  }
}

customElements.define("chat-composer", ChatComposer);
