// Pictures in the history: the scene that each change was about, as it was then. Fetched when a row comes into sight, one after
// the other.
import { coverFrame, restFrame } from "../../storyboard/renderer/cover.js";
import { patch } from "../../storyboard/renderer/patch.js";
import { render } from "../../storyboard/renderer/renderer.js";
import { timeline } from "../../storyboard/renderer/timeline.js";
import { InSight } from "./in-sight.js";

export class RevisionPictures {
  #fetchVideo;
  #last = Promise.resolve();
  #sight;

  /**
   * `fetchVideo(revision)` resolves to {storyboard, addressOf, scene_id}: the document, the addresses of its
   * pictures, and the scene that was changed, or null.
   */
  constructor(scroller, fetchVideo) {
    this.#fetchVideo = fetchVideo;
    this.#sight = new InSight({ root: scroller });
  }

  add(picture, row) {
    this.#sight.wait(picture, () => this.#show(picture, row));
  }

  #show(picture, row) {
    this.#last = this.#last.then(() => this.#draw(picture, row)).catch(() => {}); // a row without a picture still says it in words
  }

  async #draw(picture, { revision }) {
    const { storyboard, addressOf, scene_id } = await this.#fetchVideo(revision);
    if (!storyboard.scenes.length) return;
    const span = timeline(storyboard)[storyboard.scenes.findIndex(({ id }) => id === scene_id)];
    const frame = span ? restFrame(span, storyboard.canvas.fps) : coverFrame(storyboard);
    patch(picture, render(storyboard, frame, { scope: `revision${revision}-`, addressOf }));
  }
}
