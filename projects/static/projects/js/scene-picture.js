// A scene as a small picture: drawn by the renderer once it comes near the window, and played while a pointer rests on it.
import { restFrame } from "../../storyboard/renderer/cover.js";
import { totalFrames } from "../../storyboard/renderer/timeline.js";
import { InSight } from "./in-sight.js";
import { MovingPicture } from "./moving-picture.js";
import { videoStyles } from "./video-styles.js";

const sight = new InSight({ rootMargin: "400px" });

export class ScenePicture extends MovingPicture {
  constructor() {
    super("scene", document.querySelector("storyboard-preview")?.dataset.assets ?? "");
  }

  show(storyboard, scene) {
    this.take({ ...storyboard, scenes: [scene] });
    sight.wait(this.element, () => this.paintStill());
  }

  async paintStill() {
    const { film } = this;
    await videoStyles(film);
    if (film === this.film && !this.isPlaying) this.paint(restFrame({ scene: film.scenes[0], from: 0, to: totalFrames(film) }, film.canvas.fps));
  }

  paint(frame) {
    super.paint(frame);
    this.element.toggleAttribute("data-drawn", true);
  }
}
