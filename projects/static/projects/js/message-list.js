// `<message-list>`: the conversation, drawn from the state. Elements are kept by key, so that nothing a person reads,
// has selected or has opened is built anew.
import { h } from "./dom.js";
import { loadModule } from "./lazy-module.js";
import "./message.js";
import { isOver } from "./state.js";
import { asMessage } from "./unsent-message.js";
import { turnsOf } from "./versions.js";

const PARTS = ["answer-body", "answer-footer", "answer-outcome", "person-row"].map((name) => import.meta.resolve(`./${name}.js`));
const STEPS = import.meta.resolve("./tool-list.js");
const PATIENCE = 3000; // ms
const AT_ONCE = 12; // ms of building messages, then the page does its other work
const SCREENS = 2; // are filled before that: the heights of answers that were not in sight yet are guesses

export class MessageList extends HTMLElement {
  #latest = []; // what `update` was given last
  #isReady = false; // what draws answers is here
  #waiting = null; // for that, a promise
  #drawn = new Map(); // key -> {element, versions}
  #older = null; // the timer of what is not drawn yet
  #stayed = null; // {element, top, scrollTop}: what was in sight when more was drawn, while there is still more to draw
  #turns = [];
  #chosen = new Map(); // key of a turn -> {id, among}: the version a person chose, among so many

  /** @param unsent views of the outbox; @param connection the state of the stream */
  update(state, unsent, connection) {
    this.#latest = [state, unsent, connection];
    this.#turns = turnsOf(state.messages); // `show` may come before the answers are drawn
    if (this.#waiting) return;
    const answers = this.#isReady ? [] : state.messages.filter(({ role }) => role === "assistant");
    if (answers.some(isOver)) this.#waiting = this.#prepare(state.messages);
    else this.#draw();
    if (answers.length && !this.#waiting) this.#prepareForEnd();
  }

  /** Of an answer that is seen from its beginning: its last words wait for nothing. */
  #prepareForEnd() {
    this.#isReady = true;
    Promise.allSettled(PARTS.map(loadModule));
  }

  /** What draws answers is here before a whole one is drawn, so that it does not grow before the reader's eyes. */
  async #prepare(messages) {
    const parts = messages.some(({ tool_calls = [] }) => tool_calls.length) ? [...PARTS, STEPS] : PARTS;
    const lateness = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    await Promise.race([Promise.allSettled(parts.map(loadModule)), lateness]);
    this.#isReady = true;
    this.#waiting = null;
    this.#draw();
  }

  #draw() {
    const [, unsent, connection] = this.#latest;
    /** @type {ShownMessage[]} */
    const views = this.#turns.map((turn, index) => {
      const message = this.#shownOf(turn);
      const isLast = index === this.#turns.length - 1 && message === turn.versions.at(-1) && unsent.length === 0;
      return { key: keyOf(message), message, versions: turn.versions, isLast };
    });
    const sent = new Set(views.map(({ key }) => key));
    for (const entry of unsent) {
      const message = asMessage(entry, connection);
      if (!sent.has(keyOf(message))) views.push({ key: keyOf(message), message });
    }
    this.#place(views);
  }

  /** Show this version of an answer, until a newer one comes. One on an older page is not there to be shown. */
  show(id) {
    const turn = this.#turns.find(({ versions }) => versions.some((version) => version.id === id));
    if (turn) this.#chosen.set(turn.key, { id, among: turn.versions.length });
  }

  /** The newest version, unless a person chose another since it came. */
  #shownOf({ key, versions }) {
    const { id, among } = this.#chosen.get(key) ?? {};
    return (among === versions.length && versions.find((version) => version.id === id)) || versions.at(-1);
  }

  #place(views) {
    clearTimeout(this.#older);
    this.#older = null;
    const keys = new Set(views.map(({ key }) => key));
    for (const [key, { element }] of this.#drawn) {
      if (keys.has(key)) continue;
      element.remove();
      this.#drawn.delete(key);
    }
    const isFirst = this.#drawn.size === 0 && views.length > 0;
    this.#placeNewest(views.reverse());
    if (isFirst) this.#showEnd();
  }

  #placeNewest(views) {
    const until = performance.now() + AT_ONCE;
    const isEnough = () => performance.now() > until && this.offsetHeight > SCREENS * innerHeight;
    let after = null;
    for (const view of views) {
      if (!this.#drawn.has(view.key) && isEnough()) return this.#drawOlder();
      after = this.#placeBefore(after, view);
    }
  }

  /** Before the first picture: who scrolls after it moves what was seen. */
  #showEnd() {
    const scroller = this.closest("[data-role=scroller]");
    scroller.scrollTop = scroller.scrollHeight;
  }

  #placeBefore(after, { key, ...view }) {
    const known = this.#drawn.get(key);
    const element = known?.element ?? h("chat-message");
    if (element.parentNode !== this || element.nextElementSibling !== after) this.insertBefore(element, after);
    // An equal list of versions is the same list: the element draws only what changed.
    const versions = sameItems(known?.versions, view.versions) ? known.versions : view.versions;
    element.update({ ...view, versions });
    this.#drawn.set(key, { element, versions });
    return element;
  }

  /** The newest are there, and older ones come above them. */
  #drawOlder() {
    this.#older = setTimeout(() => this.stay(() => this.#draw()));
  }

  /** Draw more while what is in sight stays where it is. */
  stay(draw) {
    if (!this.firstElementChild) return draw(); // what draws answers is on its way: nothing is in sight yet
    const scroller = this.closest("[data-role=scroller]");
    const { element, top } = this.#placeInSight(scroller);
    draw();
    if (element.isConnected) scroller.scrollTop += element.getBoundingClientRect().top - top;
    this.#stayed = this.#older && { element, top, scrollTop: scroller.scrollTop };
  }

  /** Where nobody has scrolled since, it is still that of the last time: a browser forgets to make up for heights that became known between two pieces. */
  #placeInSight(scroller) {
    if (this.#stayed?.scrollTop === scroller.scrollTop && this.#stayed.element.isConnected) return this.#stayed;
    const edge = scroller.getBoundingClientRect().top;
    const element = [...this.children].findLast((each) => each.getBoundingClientRect().top <= edge) ?? this.firstElementChild;
    return { element, top: element.getBoundingClientRect().top };
  }
}

const sameItems = (a, b) => a?.length === b?.length && a?.every((item, index) => item === b[index]);

/** A bubble that waits to be sent becomes the message itself: both go by the request id. */
const keyOf = (/** @type {MessageKey} */ { role, request_id, id }) => (role === "user" ? `user:${request_id ?? id}` : `answer:${id}`);

customElements.define("message-list", MessageList);
