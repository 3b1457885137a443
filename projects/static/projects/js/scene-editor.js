// `<scene-editor>`: one scene by hand. Given the video as `storyboard`, the scene that a person asked for by `open`, and the
// one that happens to be on the monitor as `sceneId`; what a person is at is not taken out of their hands.
import { h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { SceneForm } from "./scene-form.js";
import { studioIcon } from "./studio-icons.js";
import { undo } from "./video-api.js";
import { VideoEdits } from "./video-edits.js";
import { t } from "./words.js";

const DOUBLE_CLICK_MS = 500;

const action = (label, drawn, onclick) => h("button", { type: "button", class: "quiet", title: label, onclick }, drawn, h("span", {}, label));

export class SceneEditor extends HTMLElement {
  #edits;
  #storyboard = null;
  #wanted = null;
  #form = null;
  #isDeleting = false;
  #undoable = null; // the revision that "Undo" in the note takes back
  #heading = h("h2");
  #earlier = action(t("Earlier"), icon("previous"), () => this.#move(-1));
  #later = action(t("Later"), icon("next"), () => this.#move(+1));
  #copy = action(t("Duplicate"), icon("copy"), () => this.#ask({ operation: "duplicate_scene", scene_id: this.#form.sceneId }));
  #add = action(t("Add"), studioIcon("add"), () => this.#ask({ operation: "add_scene", to: this.#place + 2 }));
  #remove = action(t("Delete"), icon("remove"), () => this.#delete());
  #slot = h("div");
  #note = h("p", { class: "scene-note", role: "status", tabindex: "-1" });
  #body = h("div", { class: "scene-body" });

  connectedCallback() {
    if (this.#edits) return;
    this.#edits = new VideoEdits(this.dataset.projectId);
    this.#add.title = t("Add a scene after this one");
    const moves = h("div", { class: "scene-moves", role: "group", "aria-label": t("This scene") }, this.#earlier, this.#later, this.#add, this.#copy, this.#remove);
    this.#body.append(h("div", { class: "scene-head" }, this.#heading, moves), this.#slot);
    this.append(this.#body, this.#note);
    this.addEventListener("focusout", () => setTimeout(() => this.#draw())); // what waited for the person to be done
  }

  set storyboard(storyboard) {
    this.#edits.follow(storyboard);
    this.#storyboard = storyboard;
    if (this.#undoable !== null && storyboard?.revision > this.#undoable) this.#showNote("");
    this.#draw();
  }

  set sceneId(sceneId) {
    this.#wanted = sceneId;
    this.#draw();
  }

  open(sceneId) {
    if (this.#form?.sceneId !== sceneId) this.#form = null;
    this.sceneId = sceneId;
  }

  get #scenes() {
    return this.#storyboard?.scenes ?? [];
  }

  get #place() {
    return this.#scenes.findIndex(({ id }) => id === this.#form?.sceneId);
  }

  #draw() {
    const isBegun = this.#form?.isBegun;
    if (this.#form && this.#place < 0) {
      if (isBegun) this.#showNote(t("The scene that you were changing was deleted."), { isBad: true });
      this.#form = null;
    }
    if (!this.#form || !(isBegun || this.#body.contains(document.activeElement))) this.#turn();
    this.#body.hidden = !this.#form;
    if (this.#form) this.#drawScene();
  }

  /** To the scene that is wanted, else to the first. */
  #turn() {
    const { id } = this.#scenes.find((scene) => scene.id === this.#wanted) ?? this.#scenes[0] ?? {};
    if (id && this.#form?.sceneId === id) return;
    this.#form = id ? new SceneForm(id, (edit, base, field) => this.#save(edit, base, field)) : null;
    this.#slot.replaceChildren(...(id ? [this.#form.element] : []));
  }

  #drawScene() {
    const { length } = this.#scenes;
    setText(this.#heading, t("Scene {number} of {count}", { number: this.#place + 1, count: length }));
    this.#earlier.ariaDisabled = String(this.#place === 0); // not `disabled`: the focus must not be lost at the end of the way
    this.#later.ariaDisabled = String(this.#place === length - 1);
    this.#form.update(this.#scenes[this.#place], this.#storyboard);
  }

  /** Of whoever hears: what comes of it is gone to. */
  #ask(edit) {
    this.dispatchEvent(new CustomEvent("edit", { detail: edit, bubbles: true }));
  }

  #move(by) {
    const to = this.#place + 1 + by;
    if (to >= 1 && to <= this.#scenes.length) this.#save({ operation: "move_scene", scene_id: this.#form.sceneId, to });
  }

  /** A second click of a double click would delete the next scene too. */
  async #delete() {
    const { id, name } = this.#scenes[this.#place];
    if (this.#isDeleting) return;
    this.#isDeleting = true;
    const row = await this.#save({ operation: "delete_scene", scene_id: id });
    setTimeout(() => (this.#isDeleting = false), DOUBLE_CLICK_MS);
    if (!row) return;
    this.#showNote(t("Deleted “{name}”.", { name }), { actions: { [t("Undo")]: () => this.#undo() } });
    this.#undoable = row.revision;
  }

  async #undo() {
    this.#note.focus(); // the button goes
    try {
      await undo(this.dataset.projectId, this.#undoable);
      this.#showNote(t("It is back."));
    } catch (refused) {
      this.#showNote(refused.message, { isBad: true });
    }
  }

  /** The row, or null: then the note says why. `field`: where the change was typed. */
  async #save(edit, base = null, field = null) {
    this.#showNote(t("Saving …"));
    try {
      const row = await this.#edits.save(edit, base);
      this.#showNote(t("Saved"));
      return row;
    } catch (refused) {
      if (refused.code === "conflict" && field) this.#showConflict(field);
      else this.#showNote(refused.message, { isBad: true });
      return null;
    }
  }

  #showConflict(field) {
    const saveMine = () => {
      field.focus();
      field.overwrite();
    };
    const takeTheirs = () => {
      field.focus();
      field.letGo();
      this.#showNote("");
    };
    const actions = { [t("Save mine")]: saveMine, [t("Take theirs")]: takeTheirs };
    this.#showNote(field.theirs === null ? t("Not saved: meanwhile the video has changed.") : t("Not saved: meanwhile it was changed to “{words}”.", { words: field.theirs }), { isBad: true, actions });
  }

  #showNote(text, { isBad = false, actions = {} } = {}) {
    this.#undoable = null;
    const buttons = Object.entries(actions).map(([label, onclick]) => h("button", { type: "button", class: "quiet", onclick }, label));
    this.#note.classList.toggle("is-bad", isBad);
    this.#note.replaceChildren(h("span", {}, text), ...buttons);
    if (isBad || buttons.length) this.#note.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("scene-editor", SceneEditor);
