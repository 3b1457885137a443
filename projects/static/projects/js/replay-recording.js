// The making of an answer as a recording: the state of the page at each of its moments, folded from its events.
import { emptyState, reduce } from "./state.js";

export class Recording {
  #events;
  #revision;
  #passed = 0; // events that are in #state
  #state = emptyState;

  /** @param answered what the server has: `{revision, events}`, the oldest event first */
  constructor({ revision, events }) {
    this.#events = events;
    this.#revision = revision;
    this.begin = events[0].ts;
    this.duration = Math.max(1, events.at(-1).ts - this.begin); // ms
  }

  /** The numbers of the revisions of the video that are shown, in their order; 0: none yet. */
  get revisions() {
    return [this.#revision, ...this.#events.filter(({ type }) => type === "storyboard").map(({ revision }) => revision)];
  }

  /** `{message, revision}` at `time`, in ms from the begin. */
  at(time) {
    if (this.#passed > 0 && this.#events[this.#passed - 1].ts - this.begin > time) this.#rewind();
    while (this.#passed < this.#events.length && this.#events[this.#passed].ts - this.begin <= time) {
      this.#state = reduce(this.#state, this.#events[this.#passed++]);
    }
    return { message: this.#state.messages[0], revision: this.#state.leftOutRevision ?? this.#revision };
  }

  #rewind() {
    this.#passed = 0;
    this.#state = emptyState;
  }
}
