// Changes of the video by hand, as one person makes them: one after the other, each from the newest revision that is known.
import { editVideo } from "./video-api.js";

const unsaved = new Set(); // promises
let newestSaved = 0;

/** Resolves to the newest revision that was made by hand on this page, or 0, once nothing is on its way any more. */
export async function savedByHand() {
  while (unsaved.size) await Promise.allSettled(unsaved);
  return newestSaved;
}

export class VideoEdits {
  newest = 0;
  #projectId;
  #last = Promise.resolve();

  constructor(projectId) {
    this.#projectId = projectId;
  }

  follow(storyboard) {
    this.newest = Math.max(this.newest, storyboard?.revision ?? 0);
  }

  /** `base`: the revision that the person looked at, if that is an older one. Resolves to the row; rejects with Refused. */
  save(edit, base = null) {
    const saved = this.#last.then(() => editVideo(this.#projectId, { base: base ?? this.newest, ...edit }));
    this.#last = saved.then(
      ({ revision }) => {
        this.follow({ revision });
        newestSaved = Math.max(newestSaved, revision);
      },
      () => {},
    );
    unsaved.add(saved);
    this.#last.then(() => unsaved.delete(saved));
    return saved;
  }
}
