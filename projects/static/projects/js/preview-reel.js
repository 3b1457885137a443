// A storyboard as a player sees it: scenes in frames, and what is where.
import { timeline } from "../../storyboard/renderer/timeline.js";
import { t } from "./words.js";

export class PreviewReel {
  constructor(storyboard) {
    this.storyboard = storyboard?.scenes.length ? storyboard : null;
    this.spans = this.storyboard ? timeline(storyboard) : [];
    this.frames = this.spans.at(-1)?.to ?? 0;
    this.fps = storyboard?.canvas.fps ?? 30;
  }

  get isEmpty() {
    return this.storyboard === null;
  }

  within(frame) {
    return Math.max(0, Math.min(this.frames - 1, frame));
  }

  frameAt(seconds) {
    return this.within(Math.floor(seconds * this.fps + 1e-6)); // 0.3 * 30 is a little less than 9
  }

  spanAt(frame) {
    return this.spans.find(({ to }) => frame < to);
  }

  spanOf(sceneId) {
    return this.spans.find(({ scene }) => scene.id === sceneId);
  }

  nameOf({ scene, index }) {
    return scene.name || t("Scene {number}", { number: index + 1 });
  }

  /** The first scene that is not as it was in `before`. */
  firstChanged(before) {
    const old = new Map(before.spans.map(({ scene }) => [scene.id, JSON.stringify(scene)]));
    return this.spans.find(({ scene }) => old.get(scene.id) !== JSON.stringify(scene));
  }
}
