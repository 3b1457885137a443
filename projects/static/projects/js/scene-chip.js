// A scene of the conversation as a button: its picture plays under the pointer, a click goes to it in the video.
import { h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { ScenePicture } from "./scene-picture.js";
import { t } from "./words.js";

/** A figure to the eye, "Scene 2" to the ear. */
const numbered = (figure) => h("span", { class: "scene-chip-number" }, h("span", { class: "visually-hidden" }, t("Scene ")), figure);

export class SceneChip {
  #picture = new ScenePicture();
  #number = h("span");
  #name = h("span", { class: "scene-chip-name", dir: "auto" });
  #mark = h("span", { class: "scene-chip-mark", "aria-hidden": "true" });
  #sceneId = null;
  element = h("button", { type: "button", class: "scene-chip", disabled: true }, this.#picture.element, this.#mark, numbered(this.#number), this.#name);

  constructor() {
    this.element.addEventListener("click", () => this.#choose());
    this.element.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && this.#picture.play());
    this.element.addEventListener("pointerleave", () => this.#picture.rest());
  }

  /** @param state `planned`, `running`, `success`, `error` or `cancelled` */
  update({ number, name, state }) {
    setText(this.#number, String(number));
    setText(this.#name, name);
    this.element.title = name;
    if (this.element.dataset.state === state) return;
    this.element.dataset.state = state;
    this.#mark.replaceChildren(state === "error" || state === "cancelled" ? icon(state) : "");
  }

  /** The scene as it was made; null: it is not to be had. */
  show(storyboard, scene) {
    this.#sceneId = scene?.id ?? null;
    this.element.disabled = !scene;
    if (scene) this.#picture.show(storyboard, scene);
  }

  #choose() {
    goToScene(this.#sceneId);
  }
}

/** As a click on it in the timeline does: the video goes there, and "it" means this scene. */
function goToScene(sceneId) {
  const preview = document.querySelector("storyboard-preview");
  const before = preview?.storyboard?.scenes.findIndex(({ id }) => id === sceneId) ?? -1;
  if (before < 0) return; // the video does not have it any more
  const { scenes, canvas } = preview.storyboard;
  const start = scenes.slice(0, before).reduce((sum, { duration }) => sum + Math.round(duration * canvas.fps), 0);
  preview.seek(preview.isPlaying ? start : 0); // who waits at the start is shown a scene at its best
  preview.target = null;
  preview.target = sceneId;
}
