// What a person sent and the server has not confirmed. Each keeps its request id, over a reload too, so sending it again never
// makes a second message. They go out one by one, in order; one that is refused, or gets no answer, does not hold up the next.
// All tabs share them: what one of them discards is gone here too.
import { newRequestId } from "./request-id.js";
import { follow, load, save } from "./storage.js";
import { readEntries } from "./stored-shapes.js";
import { typedText } from "./typed-text.js";
import { t } from "./words.js";

const ENDED = new Set(["signed-out", "closed", "gone", "refused"]); // the stream ended, the message was not judged
const LATE_MS = 10_000;

const idOf = ({ request_id }) => request_id;

export class Outbox extends EventTarget {
  #key;
  #stream;
  #lateAfter;
  #sending = false;
  // Sets of request ids:
  #seen = new Set(); // were in the storage once: what is not there any more was taken out by another tab
  #foreign = new Set(); // of another tab, which sends them
  #asked = new Set(); // this tab waits for an answer
  #late = new Set(); // without an answer for too long
  entries = [];

  /** @param stream something with `initiate({request_id, message, attachments, answer})` and `withdraw(request_id)` */
  constructor(projectId, stream, { lateAfter = LATE_MS } = {}) {
    super();
    this.#key = `outbox:${projectId}`;
    this.#stream = stream;
    this.#lateAfter = lateAfter;
    // What failed waits for the person; all else is tried again.
    this.entries = load(this.#key, readEntries).map((entry) => (entry.failure ? entry : { ...entry, sent: false }));
    this.#remember(this.entries);
    follow(this.#key, () => this.#takeOver());
  }

  /** The entries as they are shown: `isLate`, there was no answer; `isKept`, it would survive a reload. */
  get views() {
    return this.entries.map((entry) => ({
      ...entry,
      isLate: this.#late.has(entry.request_id),
      isKept: this.#seen.has(entry.request_id),
    }));
  }

  has(requestId) {
    return this.entries.some(({ request_id }) => request_id === requestId);
  }

  /** @param attachments the pictures that go with it, as a message shows them; @param answer that it is added to */
  add(message, attachments = [], answer = undefined) {
    const pictures = attachments.length ? { attachments } : {};
    this.#change((entries) => [...entries, { request_id: newRequestId(), message: typedText(message), ...pictures, answer, sent: false }]);
    this.flush();
  }

  retry(requestId) {
    this.#foreign.delete(requestId);
    this.#update(requestId, { failure: undefined });
    this.flush();
  }

  discard(requestId) {
    this.#stream.withdraw(requestId);
    this.#change((entries) => entries.filter(({ request_id }) => request_id !== requestId));
  }

  /** Forget what the server shows to have: by its request id, or by the id it answered with. */
  settle(messages) {
    const known = new Set(messages.flatMap(({ id, request_id, steerings = [] }) => [id, request_id, ...steerings.map(idOf)]));
    const isLeft = (entry) => !known.has(entry.request_id) && !known.has(entry.user_message_id);
    if (!this.entries.every(isLeft)) this.#change((entries) => entries.filter(isLeft));
  }

  /** Send what waits. What had no answer is asked for again. */
  async flush() {
    for (const requestId of this.#late) if (!this.#foreign.has(requestId)) this.#late.delete(requestId);
    if (this.#sending) return;
    this.#sending = true;
    for (let entry = this.#next(); entry && (await this.#send(entry)); entry = this.#next());
    this.#sending = false;
  }

  #next() {
    const isDone = ({ request_id, sent, failure }) =>
      sent || failure || this.#late.has(request_id) || this.#foreign.has(request_id);
    return this.entries.find((entry) => !isDone(entry));
  }

  /** Resolves to whether the next one can go: once there is an answer, or after some time without. */
  async #send(entry) {
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(() => resolve(this.#reportLate(entry.request_id)), this.#lateAfter)));
    const isNext = await Promise.race([this.#ask(entry), late]);
    clearTimeout(timer);
    return isNext;
  }

  async #ask({ request_id, message, attachments, answer }) {
    this.#asked.add(request_id);
    try {
      const ids = attachments?.map(({ id }) => id);
      const { user_message_id } = await this.#stream.initiate({ request_id, message, attachments: ids, answer });
      this.#update(request_id, { sent: true, user_message_id, failure: undefined });
    } catch ({ code = "unavailable", detail = t("It could not be sent.") }) {
      if (ENDED.has(code)) return false; // it stays, and goes out after the next sign-in or visit
      this.#fail(request_id, { code, detail });
    } finally {
      this.#asked.delete(request_id);
    }
    return true;
  }

  #fail(requestId, failure) {
    this.#update(requestId, { failure });
    if (this.has(requestId)) this.dispatchEvent(new CustomEvent("failure", { detail: failure }));
  }

  #reportLate(requestId) {
    this.#late.add(requestId);
    this.dispatchEvent(new Event("change"));
    return true;
  }

  #update(requestId, change) {
    this.#late.delete(requestId);
    this.#change((entries) => entries.map((entry) => (entry.request_id === requestId ? { ...entry, ...change } : entry)));
  }

  /** Change what is here and what is stored, after what other tabs did meanwhile. */
  #change(change) {
    this.#merge(load(this.#key, readEntries));
    this.entries = change(this.entries);
    if (save(this.#key, this.entries)) this.#remember(this.entries);
    this.dispatchEvent(new Event("change"));
  }

  /** Another tab has changed what is stored: of what this tab does not send itself, that is the newer state. */
  #takeOver() {
    const stored = load(this.#key, readEntries);
    this.#merge(stored);
    const theirs = new Map(stored.map((entry) => [entry.request_id, entry]));
    const isOurs = ({ request_id, sent }) => sent || this.#asked.has(request_id);
    this.entries = this.entries.map((entry) => (isOurs(entry) ? entry : (theirs.get(entry.request_id) ?? entry)));
    this.dispatchEvent(new Event("change"));
  }

  #merge(stored) {
    const there = new Set(stored.map(idOf));
    const isGone = ({ request_id }) => this.#seen.has(request_id) && !there.has(request_id);
    for (const { request_id } of this.entries.filter(isGone)) this.#stream.withdraw(request_id);
    const added = stored.filter(({ request_id }) => !this.#seen.has(request_id) && !this.has(request_id));
    this.entries = [...this.entries.filter((entry) => !isGone(entry)), ...added];
    this.#remember(added);
    for (const { request_id } of added) this.#watchForeign(request_id);
  }

  /** If the other tab is closed, nobody sends what it left. */
  #watchForeign(requestId) {
    this.#foreign.add(requestId);
    setTimeout(() => this.#foreign.has(requestId) && this.#reportLate(requestId), this.#lateAfter);
  }

  #remember(entries) {
    for (const { request_id } of entries) this.#seen.add(request_id);
  }
}
