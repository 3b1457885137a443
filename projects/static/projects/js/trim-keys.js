// `[` and `]` make a scene a tenth of a second shorter or longer, `,` and `.` move the cut before it; who presses on makes one change
// of it.
import { sceneDraft } from "./drafts.js";
import { cutAt } from "./timeline-cut.js";
import { trimmed } from "./timeline-trim.js";

const PAUSE = 500; // ms: then it is saved

export class TrimKeys {
  #on;
  #waiting = null; // {operation, scene_id, seconds, timer}

  /** `on`: {edit(edit), draft(key, change)} */
  constructor(on) {
    this.#on = on;
  }

  /** `way`: 1 or -1. */
  trim(way, scene) {
    if (!scene) return;
    const seconds = trimmed(this.#secondsOf("set_duration", scene) + way / 10);
    this.#wait({ operation: "set_duration", scene_id: scene.id, seconds }, sceneDraft(scene.id, { duration: seconds }));
  }

  /** `before`: the scene before it. */
  moveCut(way, before, scene) {
    if (!scene || !before) return;
    const both = before.duration + scene.duration;
    const seconds = cutAt(this.#secondsOf("move_cut", scene) - way / 10, both);
    const other = sceneDraft(before.id, { duration: Math.round((both - seconds) * 10) / 10 });
    this.#wait({ operation: "move_cut", scene_id: scene.id, seconds }, (document) => other(sceneDraft(scene.id, { duration: seconds })(document)));
  }

  /** What waits to be saved is where the next press goes on from; anything else is saved first. */
  #secondsOf(operation, { id, duration }) {
    const { seconds, ...waiting } = this.#waiting ?? {};
    if (waiting.operation === operation && waiting.scene_id === id) return seconds;
    if (this.#waiting) this.#save();
    return duration;
  }

  #wait(edit, change) {
    clearTimeout(this.#waiting?.timer);
    this.#waiting = { ...edit, timer: setTimeout(() => this.#save(), PAUSE) };
    this.#on.draft(`${edit.operation} ${edit.scene_id}`, change);
  }

  #save() {
    const { timer, ...edit } = this.#waiting;
    clearTimeout(timer);
    this.#waiting = null;
    this.#on.edit(edit);
  }
}
