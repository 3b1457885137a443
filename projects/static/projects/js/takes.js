// Takes of an answer: one of them is the chosen one, and the video is as it was left with it. What one tab chooses, the
// others show.
import { chooseTake, listTakes } from "./api.js";

export class Takes {
  #projectId;
  #show;
  #last = Promise.resolve();
  #choosing = 0; // choices that are on their way: until then the server's word is an old one
  #asked = 0;

  /** `show(id)` is called with the answer whose take the video is of. */
  constructor(projectId, show) {
    this.#projectId = projectId;
    this.#show = show;
  }

  /** Look again which takes are chosen, if this frame may have changed it. */
  async see(frame, { storyboard, messages }) {
    const isNews = frame.type === "snapshot" || (frame.type === "storyboard" && frame.cause === "undo");
    if (!isNews || !storyboard || !messages.some(({ retry_of }) => retry_of)) return;
    const asked = ++this.#asked;
    const takes = await listTakes(this.#projectId).catch(() => []);
    if (asked !== this.#asked || this.#choosing) return;
    for (const { message_id, chosen } of takes) if (chosen) this.#show(message_id);
  }

  /** Resolves to the new revision of the video, or null if it is as it was. Rejects with Refused. */
  choose(id) {
    this.#choosing += 1;
    const choice = this.#last.then(() => chooseTake(this.#projectId, id)).finally(() => (this.#choosing -= 1));
    this.#last = choice.catch(() => {});
    return choice;
  }
}

/** Ask before another take goes back over later work. Resolves to whether the person wants that. */
export function mayGoBack(dialog, laterChanges) {
  const changes = laterChanges === 1 ? "1 later change" : `${laterChanges} later changes`;
  dialog.querySelector("[data-role=later-changes]").textContent = `This goes back to before ${changes}.`;
  dialog.returnValue = ""; // what Escape leaves
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
