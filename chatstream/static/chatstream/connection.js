import {Backoff} from "./backoff.js";
import {followPage, isOffline} from "./page-lifecycle.js";
import {SocketProbe} from "./socket-probe.js";
import {Timers} from "./timers.js";
/** @import {ClientFrame, Close, ConnectionHandlers, State, StateDetail, Transport, TransportChoice, TransportHandlers} from "../../client-types" */

/** @type {Record<number, State>} */
const ENDS = {4501: "signed-out", 4504: "gone"}; // by close code; others from 4500 on: "refused"
const WAITING = ["waiting", "offline"];
const ENDED = ["signed-out", "gone", "refused"];

/**
 * Keeps the stream connected: one transport after another. docs/chatstream.md draws its states.
 *
 * It calls its handlers: `opened()`, when frames can be sent; `received(frame)`; `consumed(length)`, when the connection has
 * outlived that; `entered({state, …})`; `ended(state)`, before it enters a state in which it stays.
 */
export class Connection {
  timers = new Timers(); // they end with the transport
  #timings;
  #handlers;
  #choice;
  /** @type {State} */ #state = "closed";
  #backoff;
  #probe;
  /** @type {AbortController | undefined} */ #pageListeners;
  /** @type {Transport | null} */ #transport = null;
  #receivedAt = 0; // ms since the epoch
  /** @type {boolean | undefined} */ #wasPolling; // when the last state was entered
  /** @type {TransportHandlers} */
  #transportHandlers = {
    opened: () => this.#opened(),
    received: (text) => this.#received(text),
    alive: () => this.#alive(),
    closed: (close) => this.#lost(close),
  };

  /** @param {{choice: TransportChoice, timings: Record<string, number>, handlers: ConnectionHandlers}} parts */
  constructor({choice, timings, handlers}) {
    this.#timings = timings;
    this.#handlers = handlers;
    this.#choice = choice;
    this.#backoff = new Backoff(timings.backoffBase, timings.backoffMax);
    this.#probe = new SocketProbe(choice, this.timers, timings);
  }

  get state() {
    return this.#state;
  }

  get hasEnded() {
    return ENDED.includes(this.#state);
  }

  start() {
    if (this.#state !== "closed" && !this.hasEnded) return;
    this.#backoff.reset();
    this.#pageListeners = followPage(this, this.#choice);
    this.connect();
  }

  /** Connect now, if it waits for the next attempt. */
  retryNow() {
    if (WAITING.includes(this.#state)) this.connect();
  }

  /** Connect anew, at once. */
  connect() {
    this.#use(() => this.#choice.open(this.#transportHandlers));
  }

  /** @param {ClientFrame} frame */
  send(frame) {
    this.#transport?.send(frame);
  }

  /** The stream has caught up. */
  goLive() {
    this.#backoff.reset();
    if (this.#isOnHttp) this.#probe.start((socket) => this.#takeOver(socket));
    this.#enter("live");
  }

  /** This transport has brought an event. */
  confirm() {
    if (!this.#isOnHttp) this.#choice.socketWorked();
  }

  /**
   * Disconnect, and connect again after a while.
   * @param {Close} close
   */
  retreat({code, reason} = {}, delay = this.#backoff.next()) {
    this.#drop();
    if (isOffline()) return this.#enter("offline", {code, reason});
    this.timers.set("connect", delay, () => this.connect());
    this.#enter("waiting", {code, reason, retryAt: Date.now() + delay});
  }

  /**
   * Disconnect until the page or its network comes back.
   * @param {State} state
   * @param {Partial<StateDetail>} [cause]
   */
  pause(state, cause) {
    this.#drop();
    this.#enter(state, cause);
  }

  /** The page is seen again: connect at once, unless the connection shows that it lives. */
  wake() {
    const isSilent = this.#transport !== null && Date.now() - this.#receivedAt > this.#timings.silenceOnWaking;
    if (!isSilent && !WAITING.includes(this.#state)) return;
    this.#backoff.reset();
    this.connect();
  }

  /**
   * Disconnect, and stay so.
   * @param {State} state
   * @param {Partial<StateDetail>} [cause]
   */
  end(state, cause) {
    this.#pageListeners?.abort();
    this.#handlers.ended(state);
    this.pause(state, cause);
  }

  get #isOnHttp() {
    return this.#transport?.name === "http";
  }

  /** @param {() => Transport} open */
  #use(open) {
    this.#drop();
    this.#receivedAt = Date.now();
    this.#transport = open();
    this.timers.set("slow", this.#timings.connectTimeout / 2, () => this.#choice.prepareHttp());
    this.timers.set("connect", this.#timings.connectTimeout, () => this.#giveUp());
    this.#enter("connecting");
  }

  #opened() {
    this.timers.clear("slow", "connect");
    this.#expectMore();
    this.#handlers.opened();
    this.#enter("catching-up");
  }

  /** @param {string} text */
  #received(text) {
    const transport = this.#transport;
    this.#alive();
    this.#handlers.received(JSON.parse(text));
    if (this.#transport === transport) this.#handlers.consumed(text.length);
  }

  #alive() {
    this.#expectMore();
    if (!this.#isOnHttp && this.#choice.isInDoubt && !this.timers.has("proven")) {
      this.timers.set("proven", this.#timings.proven, () => this.#choice.socketWorked());
    }
    if (this.#state === "live" && this.#transport?.isPolling !== this.#wasPolling) this.#enter("live");
  }

  #expectMore() {
    this.#receivedAt = Date.now();
    this.timers.set("silence", this.#timings.silence, () => this.retreat());
  }

  /**
   * An attempt that begins with plain HTTP tries a socket too before it counts as failed.
   * @param {Close} close
   */
  #lost(close) {
    const {code = 0, reason} = close;
    if (code >= 4500 && code <= 4999) return this.end(ENDS[code] ?? "refused", {code, reason});
    if (this.#isOnHttp && this.#state !== "live") return this.#use(() => this.#choice.openSocket(this.#transportHandlers));
    if (code >= 4000) this.#choice.socketWorked();
    else if (!this.#isOnHttp) this.#choice.socketFailed();
    this.retreat(close);
  }

  #giveUp() {
    if (!this.#isOnHttp) this.#choice.socketHung();
    this.retreat();
  }

  /**
   * A socket has opened beside plain HTTP.
   * @param {Transport} socket
   */
  #takeOver(socket) {
    this.#drop();
    this.#transport = socket;
    socket.handlers = this.#transportHandlers;
    this.#opened();
  }

  #drop() {
    this.timers.clearAll();
    this.#probe.stop();
    const transport = this.#transport;
    this.#transport = null;
    transport?.close();
  }

  /**
   * @param {State} state
   * @param {Partial<StateDetail>} [cause]
   */
  #enter(state, cause) {
    this.#state = state;
    const {name, isPolling} = this.#transport ?? {};
    /** @type {Partial<StateDetail>} */
    const way = name === "http" ? {transport: name, isPolling} : {};
    this.#wasPolling = isPolling;
    this.#handlers.entered({state, ...way, ...cause});
  }
}
