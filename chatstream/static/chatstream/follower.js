import {hasReached, placeOf} from "./positions.js";
/** @import {LoggedEvent, Position, Timers} from "../../client-types" */

/** Where the client stands in a stream: it lets each event pass once and in order, and knows when one is missing. */
export class Follower {
  #position;
  #timers;
  #patience;
  #doubted;
  #doubts = 0; // consecutive connections whose events did not follow our position
  /** @type {Position} */ #head = null; // of the log, by the last heartbeat of this connection
  /** @type {Position} */ #resumedFrom = null;

  /**
   * `timers`: of the current connection. `patience`: ms in which the events up to a heartbeat's head must come.
   * `doubted`: called when events are missing.
   * @param {Position} position
   * @param {{timers: Timers, patience: number, doubted: (doubts: number) => void}} parts
   */
  constructor(position, {timers, patience, doubted}) {
    this.#position = position;
    this.#timers = timers;
    this.#patience = patience;
    this.#doubted = doubted;
  }

  /** The id of the last event that passed, or null. */
  get position() {
    return this.#position;
  }

  /** Whether this connection continues at a position: `reconnected` says when it has caught up. */
  get isResuming() {
    return Boolean(this.#resumedFrom);
  }

  /** On a new connection: the position to resume from, or null to ask for a snapshot, since resuming has failed twice. */
  resume() {
    this.#head = null;
    this.#resumedFrom = this.#doubts < 2 ? this.#position : null;
    return this.#resumedFrom;
  }

  /**
   * Whether the event is the next one. If some are missing before it, `doubted` is called.
   * @param {LoggedEvent} event
   */
  accept(event) {
    const place = placeOf(event, this.#position);
    if (place === "hole") this.#doubt();
    if (place !== "next") return false;
    this.#doubts = 0;
    this.moveTo(event.id);
    return true;
  }

  /**
   * Go on from here: from the position of a snapshot.
   * @param {Position} position
   */
  moveTo(position) {
    this.#position = position;
    this.#timers.clear("behind");
    this.#watchHead();
  }

  /**
   * A heartbeat has named the log's last event, or null.
   * @param {Position} head
   */
  setHead(head) {
    this.#head = head;
    if (hasReached(this.#position, head)) this.#doubts = 0;
    this.#watchHead();
  }

  /** The server has refused our position. */
  distrust() {
    this.#doubts += 1;
  }

  /** If the events up to the head of a heartbeat do not come, this connection has lost them; while some come, they are late. */
  #watchHead() {
    if (this.#head === null || hasReached(this.#position, this.#head)) this.#timers.clear("behind");
    else if (!this.#timers.has("behind")) this.#timers.set("behind", this.#patience, () => this.#doubt());
  }

  #doubt() {
    this.distrust();
    this.#doubted(this.#doubts);
  }
}
