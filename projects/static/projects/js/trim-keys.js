// `[` and `]` make a scene a tenth of a second shorter or longer; who presses on makes one change of it.
import { sceneDraft } from "./drafts.js";
import { trimmed } from "./timeline-trim.js";

const PAUSE = 500; // ms: then it is saved

export class TrimKeys {
  #on;
  #waiting = null; // {scene_id, seconds, timer}

  /** `on`: {edit(edit), draft(key, change)} */
  constructor(on) {
    this.#on = on;
  }

  /** `way`: 1 or -1. */
  trim(way, scene) {
    if (!scene) return;
    if (this.#waiting && this.#waiting.scene_id !== scene.id) this.#save();
    clearTimeout(this.#waiting?.timer);
    const seconds = trimmed((this.#waiting?.seconds ?? scene.duration) + way / 10);
    this.#waiting = { scene_id: scene.id, seconds, timer: setTimeout(() => this.#save(), PAUSE) };
    this.#on.draft(`set_duration ${scene.id}`, sceneDraft(scene.id, { duration: seconds }));
  }

  #save() {
    const { scene_id, seconds, timer } = this.#waiting;
    clearTimeout(timer);
    this.#waiting = null;
    this.#on.edit({ operation: "set_duration", scene_id, seconds });
  }
}
