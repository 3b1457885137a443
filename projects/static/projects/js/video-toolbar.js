// `<video-toolbar>`: back and forth in the history of the video, and a look at what it was. It says with the event `look`
// which older document ({revision, …}) is looked at, or null.
import { h, isTyping, setText } from "./dom.js";
import { icon } from "./icons.js";
import { summaryOf } from "./phrases.js";
import { addressesIn } from "./picture-addresses.js";
import { RevisionList } from "./revision-list.js";
import { getRevision, listRevisions, redo, restore, undo } from "./video-api.js";
import { savedByHand } from "./video-edits.js";
import { t } from "./words.js";

const LISTED = 200;

const button = (label, iconName, onclick) => h("button", { type: "button", class: "quiet", onclick }, icon(iconName), h("span", {}, label));

export class VideoToolbar extends HTMLElement {
  #storyboard = null;
  #looked = null; // the older document that is looked at
  #picked = null; // the revision that was clicked last
  #since = 0; // the newest revision when it was first looked at
  #newest = null; // the row of the newest revision
  #asked = 0;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #isRestoring = false;
  #undo = button(t("Undo"), "undo", () => this.#step(undo, t("Undone")));
  #redo = button(t("Redo"), "redo", () => this.#step(redo, t("Redone")));
  #history = button(t("History"), "queued", () => this.#toggle());
  #note = h("p", { class: "toolbar-note" });
  #list = new RevisionList((revision) => this.#look(revision), (revision) => this.#fetch(revision));
  #which = h("span");
  #banner = h("div", { class: "looking", hidden: true }, h("p", { role: "status" }, this.#which));

  connectedCallback() {
    if (this.firstElementChild) return;
    this.#history.ariaExpanded = "false";
    this.#banner.append(
      h("button", { type: "button", class: "primary", onclick: () => this.#restore() }, t("Restore")),
      h("button", { type: "button", onclick: () => this.#showCurrent() }, t("Back to current")),
    );
    const row = h("div", { class: "toolbar-row" }, h("h2", { class: "visually-hidden" }, t("Video")), this.#undo, this.#redo, this.#note, this.#history);
    this.append(row, this.#list.element, this.#banner);
    document.addEventListener("keydown", (event) => this.#onKeydown(event));
    this.addEventListener("keydown", (event) => this.#onKeydownInside(event));
    document.addEventListener("video-note", ({ detail }) => this.#showNote(detail.text));
    this.#draw();
  }

  set storyboard(storyboard) {
    this.#storyboard = storyboard;
    this.#draw();
    this.#refresh();
  }

  get #project() {
    return this.dataset.projectId;
  }

  /** The newest revision that is known here. */
  get #base() {
    return Math.max(this.#storyboard?.revision ?? 0, this.#newest?.revision ?? 0) || null;
  }

  /** An answer that a later one has overtaken is dropped. */
  async #refresh() {
    const asked = ++this.#asked;
    const isOpen = !this.#list.element.hidden;
    const rows = await listRevisions(this.#project, isOpen ? LISTED : 1).catch(() => null);
    if (!rows || asked !== this.#asked) return;
    this.#newest = rows[0] ?? null;
    if (isOpen) this.#list.update(rows);
    this.#draw();
  }

  #toggle() {
    const isOpen = this.#list.element.hidden;
    this.#list.element.hidden = !isOpen;
    this.#history.ariaExpanded = String(isOpen);
    if (isOpen) this.#refresh();
  }

  #onKeydownInside(event) {
    if (event.key !== "Escape" || this.#list.element.hidden) return;
    event.preventDefault();
    event.stopPropagation(); // it neither stops the answer nor closes the sheet
    this.#toggle();
    this.#history.focus();
  }

  /** One step after the other, and after what is being saved: who presses twice goes back twice. */
  #step(way, word) {
    if (this.#looked) return;
    this.#last = this.#last.then(savedByHand).then((saved) => this.#ask(way(this.#project, Math.max(this.#base, saved) || null), word));
  }

  async #restore() {
    if (this.#isRestoring) return;
    this.#isRestoring = true;
    if (await this.#ask(restore(this.#project, this.#base, this.#looked.revision), t("Restored"))) this.#showCurrent();
    this.#isRestoring = false;
  }

  async #ask(answer, word) {
    try {
      this.#newest = await answer;
      this.#showNote(`${word}: ${summaryOf(this.#newest)}`);
      return true;
    } catch (refused) {
      this.#showNote(refused.message);
      this.dispatchEvent(new CustomEvent("announce", { bubbles: true, detail: { text: refused.message } }));
      return false;
    } finally {
      this.#draw();
    }
  }

  async #fetch(revision) {
    const { storyboard, scene_id } = await getRevision(this.#project, revision);
    return { storyboard, scene_id, addressOf: addressesIn(`/api/projects/${this.#project}/assets/`) };
  }

  async #look(revision) {
    this.#picked = revision;
    if (revision === this.#storyboard.revision) return this.#showCurrent();
    try {
      const { storyboard } = await getRevision(this.#project, revision);
      if (this.#picked === revision) this.#show(storyboard);
    } catch (refused) {
      this.#showNote(refused.message);
    }
  }

  #showCurrent() {
    const hadFocus = this.#banner.contains(document.activeElement);
    this.#picked = null;
    this.#show(null);
    if (hadFocus) this.#history.focus();
  }

  #show(storyboard) {
    if (!this.#looked) this.#since = this.#storyboard.revision;
    this.#looked = storyboard;
    this.dispatchEvent(new CustomEvent("look", { bubbles: true, detail: { storyboard } }));
    this.#draw();
  }

  #draw() {
    const isLooking = this.#looked !== null;
    const newest = this.#storyboard?.revision;
    this.#undo.ariaDisabled = String(isLooking || !this.#newest?.can_undo); // not `disabled`: the last one keeps the focus
    this.#redo.ariaDisabled = String(isLooking || !this.#newest?.can_redo);
    this.#banner.hidden = !isLooking;
    this.#list.mark(newest, this.#looked?.revision ?? newest);
    if (!isLooking) return;
    const news = newest > this.#since ? t(" Meanwhile it has changed: version {number} is the newest.", { number: newest }) : "";
    setText(this.#which, t("Version {number}, not the current one.", { number: this.#looked.revision }) + news);
  }

  #showNote(text) {
    setText(this.#note, text);
    this.#note.title = text;
  }

  #onKeydown(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented || !this.#storyboard) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const isUndo = key === "z" && !event.shiftKey;
    const isRedo = key === "z" ? event.shiftKey : key === "y" && !event.shiftKey;
    if (!isUndo && !isRedo) return;
    event.preventDefault();
    (isUndo ? this.#undo : this.#redo).click();
  }
}

customElements.define("video-toolbar", VideoToolbar);
