// `<attachment-tray>`: the pictures that go with the next message. They are uploaded as soon as they are here, one after the
// other, so that they keep their order; those that the server has are kept over a reload, as the written words are.
import { h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { showPictureStyles } from "./picture-list.js";
import { follow, load, save } from "./storage.js";
import { readPictures } from "./stored-shapes.js";
import { problemWith, upload } from "./upload.js";
import { t } from "./words.js";

const MOST = 8; // of one message

export class AttachmentTray extends HTMLElement {
  isKept = true; // a reload would find them again
  #items = []; // {element, asset} that the server has; {element, cancel} on its way; {element} was refused
  #queue = Promise.resolve();
  #list = h("ul", { "aria-label": t("Pictures for the message") });
  #note = h("p", { class: "attachment-note", role: "alert" });

  connectedCallback() {
    this.replaceChildren(this.#list, this.#note);
    follow(this.#key, () => this.#takeOver());
    this.#takeOver();
  }

  get #key() {
    return `pictures:${this.dataset.projectId}`;
  }

  get isBusy() {
    return this.#items.some(({ cancel }) => cancel);
  }

  /** What the server has, as a message shows it. */
  get assets() {
    return this.#items.flatMap(({ asset }) => asset ?? []);
  }

  /** Take them out: the next message begins without pictures. */
  take() {
    const assets = this.assets;
    for (const item of this.#items) item.element.remove();
    this.#items = [];
    this.#changed();
    return assets;
  }

  add(files) {
    const room = MOST - this.#items.length;
    for (const file of [...files].slice(0, room)) this.#begin(file);
    setText(this.#note, files.length > room ? t("A message carries at most {most} pictures.", { most: MOST }) : "");
    this.#changed();
  }

  #begin(file) {
    const item = { element: this.#row(file.name) };
    this.#show(item);
    const problem = problemWith(file);
    if (problem) return this.#refuse(item, problem);
    const progress = h("progress", { max: "1", value: "0", "aria-label": t("Sending {name}", { name: file.name }) });
    item.element.prepend(progress);
    const task = new Promise((resolve) => {
      item.cancel = resolve;
      this.#queue.then(() => item.cancel && this.#send(file, item, progress)).then(resolve);
    });
    this.#queue = task.then(() => this.#changed());
  }

  async #send(file, item, progress) {
    const { sent, cancel } = upload(this.dataset.projectId, file, (part) => (progress.value = part));
    const leaveQueue = item.cancel;
    item.cancel = () => (cancel(), leaveQueue());
    try {
      this.#keep(item, await sent);
    } catch ({ message }) {
      this.#refuse(item, message);
    }
  }

  #row(name) {
    const words = h("span", { class: "attachment-name", dir: "auto" }, name);
    const remove = h("button", { type: "button", class: "quiet", "aria-label": t("Remove {name}", { name }), title: t("Remove") }, icon("close"));
    const element = h("li", {}, words, remove);
    remove.addEventListener("click", () => this.#remove(element));
    return element;
  }

  #show(item) {
    showPictureStyles();
    this.#items.push(item);
    this.#list.append(item.element);
  }

  #keep(item, { id, name, width, height, url }) {
    item.cancel = null;
    item.asset = { id, name, width, height, url };
    item.element.querySelector("progress")?.remove();
    item.element.prepend(h("img", { src: url, alt: "", width: "40", height: "40" }));
    return item;
  }

  #refuse(item, problem) {
    item.cancel = null;
    item.element.querySelector("progress")?.remove();
    item.element.classList.add("is-refused");
    item.element.querySelector(".attachment-name").after(h("span", { class: "attachment-problem", role: "alert" }, problem));
  }

  #remove(element) {
    const item = this.#items.find((each) => each.element === element);
    item.cancel?.();
    item.cancel = null;
    this.#drop(item);
    setText(this.#note, "");
    this.#changed();
  }

  /** What is stored is what this tab shows: another one may have sent the pictures, or added to them. */
  #takeOver() {
    const stored = load(this.#key, readPictures);
    const ids = new Set(stored.map(({ id }) => id));
    for (const item of this.#items.filter(({ asset }) => asset && !ids.has(asset.id))) this.#drop(item);
    const here = new Set(this.assets.map(({ id }) => id));
    for (const asset of stored) if (!here.has(asset.id)) this.#show(this.#keep({ element: this.#row(asset.name) }, asset));
    this.#draw();
  }

  #drop(item) {
    this.#items = this.#items.filter((each) => each !== item);
    item.element.remove();
  }

  #changed() {
    this.isKept = save(this.#key, this.assets);
    if (!this.isKept) save(this.#key, []);
    this.#draw();
  }

  #draw() {
    this.hidden = this.#items.length === 0 && !this.#note.textContent;
    this.dispatchEvent(new CustomEvent("change"));
  }
}

customElements.define("attachment-tray", AttachmentTray);
