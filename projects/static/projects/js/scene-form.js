// What can be changed of one scene: its name, its length, its texts and their colours.
import { ColourChoice } from "./colour-choice.js";
import { h } from "./dom.js";
import { layerDraft } from "./drafts.js";
import { colourOf, labelOf } from "./layer-names.js";
import { SceneField } from "./scene-field.js";
import { SceneParts } from "./scene-parts.js";
import { t } from "./words.js";

export class SceneForm {
  sceneId;
  #save;
  #name;
  #duration;
  #texts = new Map(); // layer id -> {element, field, colours}
  #list = h("div", { class: "scene-texts" });
  #parts = new SceneParts((edit) => this.#save(edit, null, null));
  element = h("div", { class: "scene-form" });

  /** `save(edit, base, field)` resolves to the row of the revision, or to null if the change was refused. */
  constructor(sceneId, save) {
    this.sceneId = sceneId;
    this.#save = (edit, base, field) => save({ scene_id: sceneId, ...edit }, base, field);
    const name = h("input", { type: "text", maxlength: "60", dir: "auto" });
    const seconds = h("input", { type: "number", min: "0.5", max: "60", step: "0.1" });
    this.#name = new SceneField(t("Scene name"), name, (typed, base) => this.#save({ operation: "rename_scene", name: typed }, base, this.#name));
    this.#duration = new SceneField(t("Seconds"), seconds, (typed, base) =>
      this.#save({ operation: "set_duration", seconds: Number(typed) }, base, this.#duration),
    );
    this.element.append(h("div", { class: "scene-basics" }, this.#name.element, this.#duration.element), this.#list, this.#parts.element);
  }

  /** A person has typed what is not saved. */
  get isBegun() {
    return [this.#name, this.#duration, ...[...this.#texts.values()].map(({ field }) => field)].some(({ isBegun }) => isBegun);
  }

  update(scene, storyboard) {
    const { revision, style } = storyboard;
    this.#parts.update(scene, storyboard);
    this.#name.follow(scene.name, revision);
    this.#duration.follow(scene.duration, revision);
    const layers = scene.layers.filter(({ type }) => type === "text");
    this.#texts = new Map(layers.map((layer) => [layer.id, this.#texts.get(layer.id) ?? this.#build(layer)]));
    const rows = [...this.#texts.values()].map(({ element }) => element);
    if (rows.length !== this.#list.childElementCount || rows.some((row, i) => row !== this.#list.children[i])) this.#list.replaceChildren(...rows);
    for (const layer of layers) {
      const { field, colours } = this.#texts.get(layer.id);
      field.follow(layer.text, revision);
      colours.follow(colourOf(layer), style.palette);
    }
  }

  /** What is typed is seen in the picture. */
  #draft(key, change, until) {
    this.element.dispatchEvent(new CustomEvent("draft", { detail: { key, change, until }, bubbles: true }));
  }

  #build(layer) {
    const { id: layer_id } = layer;
    const input = h("textarea", { rows: "1", maxlength: "280", dir: "auto", enterkeyhint: "done" });
    const save = (text, base) => this.#save({ operation: "set_text", layer_id, text }, base, field);
    const show = (text, until) => this.#draft(`set_text ${this.sceneId} ${layer_id}`, text && layerDraft(this.sceneId, layer_id, { text }), until);
    const field = new SceneField(labelOf(layer), input, save, show);
    const colours = new ColourChoice(labelOf(layer), (color) => this.#save({ operation: "set_color", layer_id, color }, null, null));
    field.element.append(colours.button);
    return { element: h("div", { class: "scene-text" }, field.element, colours.panel), field, colours };
  }
}
