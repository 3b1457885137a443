// Takes of an answer: one of them is the chosen one, and the video is as it was left with it. What one tab chooses, the
// others show.
import { announceVideo } from "./announcements.js";
import { confirmDiscard } from "./discard-question.js";
import { newRequestId } from "./request-id.js";
import { isLive } from "./state.js";
import { chooseTake, listTakes } from "./version-api.js";
import { t } from "./words.js";

let known = null;

/** The takes of the page that is open. */
export const takesOf = (page) => (known ??= new Takes(page));

class Takes {
  #page;
  #last = Promise.resolve();
  #choosing = 0; // choices that are on their way: until then the server's word is an old one
  #asked = 0;

  constructor(page) {
    this.#page = page;
  }

  get #projectId() {
    return this.#page.dataset.projectId;
  }

  /** Look again which takes are chosen. */
  async refresh() {
    const asked = ++this.#asked;
    const takes = await listTakes(this.#projectId).catch(() => []);
    if (asked !== this.#asked || this.#choosing) return;
    for (const { message_id, chosen } of takes) if (chosen) this.#page.showVersion(message_id);
  }

  /** The words at once; the video with them, unless something is being written. */
  async show({ version, number }) {
    const page = this.#page;
    page.showVersion(version.id);
    page.refuse("");
    if (!page.state.storyboard || page.state.messages.some(isLive)) return;
    try {
      if (await this.#choose(version.id)) announceVideo(t("The video is as it was with version {number}. Undo leads back.", { number }));
    } catch (refused) {
      page.refuse(refused.message);
    }
  }

  /** @param event of the message whose answer is asked for again */
  async retry({ target, detail }) {
    const button = target.querySelector("footer > button");
    if (button.disabled) return; // a double click is one
    button.disabled = true;
    this.#page.refuse("");
    try {
      await this.#page.saveChoice();
      if (await this.#ask(detail.message.id)) return; // the new answer takes the button's place
    } catch (error) {
      this.#page.refuse(error.detail ?? t("That could not be tried again."));
    }
    button.disabled = false;
    button.focus(); // a dialog may have had it meanwhile
  }

  /** Resolves to false if it would go back over later work, and the person does not want that. */
  async #ask(assistant_message_id) {
    const request = { request_id: newRequestId(), assistant_message_id };
    try {
      await this.#page.stream.retry(request);
    } catch (error) {
      if (!error.laterChanges) throw error;
      if (!(await confirmDiscard(error.laterChanges))) return false;
      await this.#page.stream.retry({ ...request, discard_later: true });
    }
    return true;
  }

  /** Resolves to the new revision of the video, or null if it is as it was. Rejects with Refused. */
  #choose(id) {
    this.#choosing += 1;
    const choice = this.#last.then(() => chooseTake(this.#projectId, id)).finally(() => (this.#choosing -= 1));
    this.#last = choice.catch(() => {});
    return choice;
  }
}
