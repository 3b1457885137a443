// What a person sent and the server has not confirmed. Each keeps its request id, over a reload too: sending it again
// can therefore never make a second message. They go out one at a time, in order.
import { newRequestId } from "./request-id.js";
import { load, save } from "./storage.js";

const UNSENT = new Set(["signed-out", "closed", "gone", "refused"]); // the stream ended, the message was not judged

export class Outbox extends EventTarget {
  #key;
  #stream;
  #sending = false;
  entries;

  /** @param stream something with `initiate({request_id, message, attachments})` */
  constructor(projectId, stream) {
    super();
    this.#key = `outbox:${projectId}`;
    this.#stream = stream;
    // What failed waits for the person; all else is tried again.
    this.entries = load(this.#key, []).map((entry) => (entry.failure ? entry : { ...entry, sent: false }));
  }

  /** @param attachments the pictures that go with it, as a message shows them */
  add(message, attachments = []) {
    const pictures = attachments.length ? { attachments } : {};
    this.#set([...this.entries, { request_id: newRequestId(), message, ...pictures, sent: false }]);
    this.flush();
  }

  retry(requestId) {
    this.#change(requestId, { failure: null });
    this.flush();
  }

  discard(requestId) {
    this.#set(this.entries.filter((entry) => entry.request_id !== requestId));
  }

  /** Forget what the server shows to have: by its request id, or by the id it answered with. */
  settle(messages) {
    const known = new Set(messages.flatMap((message) => [message.id, message.request_id]));
    const left = this.entries.filter((entry) => !known.has(entry.request_id) && !known.has(entry.user_message_id));
    if (left.length !== this.entries.length) this.#set(left);
  }

  async flush() {
    if (this.#sending) return;
    this.#sending = true;
    const next = () => this.entries.find(({ sent, failure }) => !sent && !failure);
    for (let entry = next(); entry && (await this.#send(entry)); entry = next());
    this.#sending = false;
  }

  async #send({ request_id, message, attachments }) {
    try {
      const ids = attachments?.map(({ id }) => id);
      const { user_message_id } = await this.#stream.initiate({ request_id, message, attachments: ids });
      this.#change(request_id, { sent: true, user_message_id });
      return true;
    } catch ({ code = "unavailable", detail = "It could not be sent." }) {
      if (UNSENT.has(code)) return false; // it stays, and goes out after the next sign-in or visit
      this.#change(request_id, { failure: { code, detail } });
      return true;
    }
  }

  #change(requestId, change) {
    this.#set(this.entries.map((entry) => (entry.request_id === requestId ? { ...entry, ...change } : entry)));
  }

  #set(entries) {
    const added = entries.filter((entry) => !this.entries.some(({ request_id }) => request_id === entry.request_id));
    const gone = this.entries.filter((entry) => !entries.some(({ request_id }) => request_id === entry.request_id));
    this.entries = entries;
    // Another tab keeps its unsent ones under the same key: theirs stay.
    const mine = new Set([...entries, ...gone].map(({ request_id }) => request_id));
    const theirs = load(this.#key, []).filter(({ request_id }) => !mine.has(request_id));
    this.kept = save(this.#key, [...theirs, ...entries]);
    this.dispatchEvent(new CustomEvent("change", { detail: { added } }));
  }
}
