/**
 * The browser's client of a chat stream (docs/protocol.md): it dispatches every logged event once and in order, whatever the
 * network, the server or the tab does. It imports only the files beside it, and does not touch the page.
 *
 *   const stream = new ChatStream({url: "/ws/projects/ID/"});
 *   stream.addEventListener("snapshot", ({detail}) => replaceEverything(detail));
 *   stream.addEventListener("event", ({detail}) => apply(detail));
 *   stream.start();
 *   const {assistant_message_id} = await stream.initiate({request_id: crypto.randomUUID(), message: "Hello"});
 */

import {HttpTransport} from "./http-transport.js";
import {hasReached, placeOf} from "./positions.js";
import {PendingRequests, RequestError} from "./requests.js";
import {SocketTransport} from "./socket-transport.js";
import {Timers} from "./timers.js";
import {TransportChoice} from "./transport-choice.js";

export {RequestError};

const TIMINGS = {
  connectTimeout: 10_000,
  backoffBase: 250,
  backoffMax: 15_000,
  silence: 35_000, // heartbeats come every 15 s
  silenceOnWaking: 20_000,
  behind: 5_000,
  ackEvery: 1_000,
  ackLength: 64 * 1024,
  proven: 5_000, // a socket that has been open so long works
  probeBase: 5_000, // on plain HTTP: the delay before a socket is tried again, doubled each time
  probeMax: 300_000,
};
const FRAME_MAX_BYTES = 64 * 1024;
const ENDS = {4501: "signed-out", 4504: "gone"}; // by close code; others from 4500 on: "refused"
const ENDED = ["signed-out", "gone", "refused"];
const PASSING = ["unavailable", "rate_limited"];
const UNFINISHED = ["pending", "running"];

/** Replaces lone surrogates, like `toWellFormed`, which Firefox has from 119 on. */
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\ufffd");

const streamEnded = (state) => new RequestError({code: state, detail: "The stream has ended."});

/**
 * One stream of one project. It dispatches, each with its `detail`:
 * - `snapshot`: the snapshot frame; the page replaces its state by it
 * - `event`: one logged event; each comes once and in order
 * - `caughtup`: the `reconnected` frame: `{missed_events, mode}`
 * - `state`: `{state, retryAt?, code?, reason?}`: when it connects again (ms since the epoch), how the connection was closed;
 *   `transport: "http"` where WebSockets are blocked, `isPolling` where responses arrive only at their end; `deleted`
 * - `refused`: a `request_error` without a request
 */
export class ChatStream extends EventTarget {
  #url;
  #api;
  #access;
  #position;
  #timings;
  #timers = new Timers();
  #state = "closed";
  #requests = new PendingRequests();
  #choice = new TransportChoice();
  #attempts = 0; // consecutive connections that failed
  #doubts = 0; // consecutive connections whose events did not follow our position
  #pageListeners;

  #probe = null; // a socket that connects while plain HTTP works

  // Of the current connection:
  #transport = null;
  #receivedAt;
  #resumedFrom;
  #head;
  #acknowledged;
  #unacknowledgedLength;
  #wasPolling = false; // in the last `state` event

  /**
   * `position`: of the state that the page was served with; without it the stream begins with a snapshot. `api`: the
   * project over HTTP, where its address does not follow from `url`. For a page of another domain: `ticket`, an async
   * function that gets one for each socket, and `headers` for HTTP (`{Authorization: "Bearer …"}`).
   */
  constructor({url, api, ticket, headers, position = null, ...timings}) {
    super();
    this.#url = new URL(url, location.href);
    this.#api = new URL(api ?? this.#url.pathname.replace("/ws/", "/api/"), this.#url);
    this.#api.protocol = this.#api.protocol.replace("ws", "http");
    this.#url.protocol = this.#url.protocol.replace("http", "ws");
    this.#access = {ticket, headers};
    this.#position = position;
    this.#timings = {...TIMINGS, ...timings};
  }

  /** connecting, catching-up, live; waiting, offline: it connects again; closed, signed-out, gone, refused: it does not. */
  get state() {
    return this.#state;
  }

  /** The id of the last event that was dispatched, or null. */
  get position() {
    return this.#position;
  }

  /** Connect, and stay connected. */
  start() {
    if (this.#state !== "closed" && !ENDED.includes(this.#state)) return;
    this.#attempts = 0;
    this.#watchPage();
    this.#connect();
  }

  /** Disconnect; requests without an answer are rejected. start() goes on from the same position. */
  close() {
    if (this.#state !== "closed") this.#end("closed");
  }

  /** Connect now instead of at the next attempt. */
  retryNow() {
    if (this.#state === "waiting" || this.#state === "offline") this.#connect();
  }

  /**
   * Start a turn; safe to repeat with the same `request_id`. `edit_of`: the message that this one is said in place of.
   * Resolves to `initiated`, rejects with a RequestError.
   */
  async initiate({request_id, message, attachments, edit_of}) {
    return this.#ask(request_id, {type: "initiate", request_id, message: wellFormed(message), attachments, edit_of});
  }

  /** Ask for another answer to the same message; otherwise like initiate(). */
  async retry({request_id, assistant_message_id, discard_later}) {
    return this.#ask(request_id, {type: "retry", request_id, assistant_message_id, discard_later});
  }

  /** Stop a run. It is sent with each connection until the `finalized` is here: a stop has no other answer. */
  stop(assistant_message_id) {
    this.#ask(`stop ${assistant_message_id}`, {type: "stop", assistant_message_id}).catch(() => {});
  }

  /** Do not send the request again; the server may have it already. Rejects its promise. */
  withdraw(request_id) {
    this.#requests.reject(request_id, new RequestError({code: "withdrawn", detail: "The request was withdrawn."}));
  }

  // --- one connection -----------------------------------------------------------------------------------------------

  #connect(Transport = this.#choice.first) {
    this.#drop();
    this.#receivedAt = Date.now();
    this.#transport = this.#open(Transport, {
      opened: () => this.#opened(),
      received: (text) => this.#received(text),
      alive: () => this.#alive(),
      closed: (close) => this.#lost(close),
    });
    this.#timers.set("connect", this.#timings.connectTimeout, () => this.#hang());
    this.#enter("connecting");
  }

  #open(Transport, handlers) {
    return new Transport(Transport === HttpTransport ? this.#api : this.#url, handlers, this.#access);
  }

  get #isOnHttp() {
    return this.#transport?.name === "http";
  }

  #opened() {
    this.#timers.clear("connect");
    this.#expectMore();
    this.#head = null;
    this.#resumedFrom = this.#doubts < 2 ? this.#position : null;
    this.#acknowledged = this.#resumedFrom;
    this.#unacknowledgedLength = 0;
    this.#send({type: "stream", last_event_id: this.#resumedFrom ?? undefined});
    this.#enter("catching-up");
  }

  #received(text) {
    const transport = this.#transport;
    this.#alive();
    this.#receive(JSON.parse(text));
    if (this.#transport === transport) this.#acknowledge(text.length);
  }

  #alive() {
    this.#expectMore();
    if (!this.#isOnHttp && this.#choice.isInDoubt && !this.#timers.has("proven")) {
      this.#timers.set("proven", this.#timings.proven, () => this.#choice.socketWorked());
    }
    if (this.#state === "live" && this.#transport.isPolling !== this.#wasPolling) this.#enter("live");
  }

  /** An attempt that begins with plain HTTP tries a socket too before it counts as failed. */
  #lost({code, reason}) {
    if (code >= 4500 && code <= 4999) return this.#end(ENDS[code] ?? "refused", {code, reason});
    if (this.#isOnHttp && this.#state !== "live") return this.#connect(SocketTransport);
    if (code >= 4000) this.#choice.socketWorked();
    else if (!this.#isOnHttp) this.#choice.socketFailed();
    this.#retreat({code, reason});
  }

  #hang() {
    if (!this.#isOnHttp) this.#choice.socketHung();
    this.#retreat();
  }

  #drop() {
    this.#timers.clearAll();
    this.#probe?.close();
    this.#probe = null;
    const transport = this.#transport;
    this.#transport = null;
    transport?.close();
  }

  #send(frame) {
    this.#transport?.send(frame);
  }

  // --- while WebSockets are blocked ------------------------------------------------------------------------------------

  #probeLater() {
    const delay = this.#choice.nextProbe(this.#timings.probeBase, this.#timings.probeMax);
    this.#timers.set("probe", delay, () => this.#probeSocket());
  }

  /** The stream goes on over HTTP meanwhile; a socket that opens replaces it at our position. */
  #probeSocket() {
    const closed = () => {
      this.#probe.close();
      this.#probe = null;
      this.#probeLater();
    };
    this.#probe = this.#open(SocketTransport, {opened: () => this.#takeOver(), closed});
    this.#timers.set("probe", this.#timings.connectTimeout, closed);
  }

  #takeOver() {
    const {handlers} = this.#transport;
    const socket = this.#probe;
    this.#probe = null;
    this.#drop();
    this.#transport = socket;
    socket.handlers = handlers;
    this.#opened();
  }

  // --- incoming frames ----------------------------------------------------------------------------------------------

  #receive(frame) {
    if ("id" in frame) this.#receiveEvent(frame);
    else if (frame.type === "snapshot") this.#receiveSnapshot(frame);
    else if (frame.type === "reconnected") this.#receiveReconnected(frame);
    else if (frame.type === "heartbeat") this.#receiveHeartbeat(frame);
    else if (frame.type === "initiated") this.#requests.resolve(frame.request_id, frame);
    else if (frame.type === "request_error") this.#receiveRequestError(frame);
    else if (frame.type === "project_deleted") this.#end("gone", {code: 4504, reason: "", deleted: true});
  }

  #receiveEvent(event) {
    const place = placeOf(event, this.#position);
    if (place === "known") return;
    if (place === "hole") return this.#doubt();
    this.#doubts = 0;
    if (!this.#isOnHttp) this.#choice.socketWorked();
    this.#moveTo(event.id);
    if (event.type === "finalized") this.#requests.resolve(`stop ${event.message_id}`);
    this.#dispatch("event", event);
  }

  #receiveSnapshot(snapshot) {
    this.#moveTo(snapshot.at);
    for (const {id, status} of snapshot.messages ?? []) {
      if (!UNFINISHED.includes(status)) this.#requests.resolve(`stop ${id}`);
    }
    this.#dispatch("snapshot", snapshot);
    if (!this.#resumedFrom) this.#goLive(); // otherwise `reconnected` follows
  }

  #receiveReconnected(frame) {
    this.#goLive();
    this.#dispatch("caughtup", frame);
  }

  #receiveHeartbeat({head = null}) {
    this.#head = head;
    if (hasReached(this.#position, head)) this.#doubts = 0;
    this.#watchHead();
  }

  #receiveRequestError(frame) {
    if (frame.request_id) return this.#requests.reject(frame.request_id, new RequestError(frame));
    this.#dispatch("refused", frame);
    if (this.#state !== "catching-up") return;
    // Before we are live only our `stream` can have been refused: nothing would ever come on this connection.
    if (!PASSING.includes(frame.code)) this.#doubts += 1;
    this.#retreat();
  }

  #goLive() {
    if (this.#state !== "catching-up") return;
    this.#attempts = 0;
    for (const frame of this.#requests.frames) this.#send(frame);
    if (this.#isOnHttp) this.#probeLater();
    this.#enter("live");
  }

  #moveTo(position) {
    this.#position = position;
    this.#timers.clear("behind");
    this.#watchHead();
  }

  /** Listeners cannot break the stream: the browser reports what they throw. */
  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }

  #enter(state, cause) {
    this.#state = state;
    const {name, isPolling} = this.#transport ?? {};
    const way = name === "http" ? {transport: name, isPolling} : {};
    this.#wasPolling = isPolling;
    this.#dispatch("state", {state, ...way, ...cause});
  }

  // --- outgoing frames ----------------------------------------------------------------------------------------------

  async #ask(key, frame) {
    if (ENDED.includes(this.#state)) throw streamEnded(this.#state);
    // The server does not read the request_id of such a frame, so its refusal would belong to no request.
    if (new TextEncoder().encode(JSON.stringify(frame)).length > FRAME_MAX_BYTES) {
      throw new RequestError({code: "too_large", detail: "This message is too long to be sent: it may have at most 64 KiB."});
    }
    const isNew = !this.#requests.has(key);
    const answer = this.#requests.add(key, frame);
    if (isNew && this.#state === "live") this.#send(frame);
    return answer;
  }

  #acknowledge(length) {
    this.#unacknowledgedLength += length;
    if (this.#position === this.#acknowledged) return;
    if (this.#unacknowledgedLength >= this.#timings.ackLength) this.#sendAck();
    else if (!this.#timers.has("ack")) this.#timers.set("ack", this.#timings.ackEvery, () => this.#sendAck());
  }

  #sendAck() {
    this.#timers.clear("ack");
    this.#acknowledged = this.#position;
    this.#unacknowledgedLength = 0;
    this.#send({type: "ack", last_event_id: this.#position});
  }

  // --- gaps, silence, retries ---------------------------------------------------------------------------------------

  #expectMore() {
    this.#receivedAt = Date.now();
    this.#timers.set("silence", this.#timings.silence, () => this.#retreat());
  }

  /** If the events up to the head of a heartbeat do not come, this connection has lost them; while some come, they are late. */
  #watchHead() {
    if (this.#head === null || hasReached(this.#position, this.#head)) this.#timers.clear("behind");
    else if (!this.#timers.has("behind")) this.#timers.set("behind", this.#timings.behind, () => this.#doubt());
  }

  /** What came does not follow our position: resume from it; then ask for a snapshot; if that fails too, slowly. */
  #doubt() {
    this.#doubts += 1;
    if (this.#doubts > 2) this.#retreat({}, Math.random() * this.#timings.backoffMax);
    else this.#connect();
  }

  /** Full jitter, so that a thousand clients do not connect at the same moment. */
  #nextDelay() {
    return Math.random() * Math.min(this.#timings.backoffMax, this.#timings.backoffBase * 2 ** this.#attempts++);
  }

  #retreat({code, reason} = {}, delay = this.#nextDelay()) {
    this.#drop();
    if (!navigator.onLine) return this.#enter("offline", {code, reason});
    this.#timers.set("connect", delay, () => this.#connect());
    this.#enter("waiting", {code, reason, retryAt: Date.now() + delay});
  }

  #pause(state, cause) {
    this.#drop();
    this.#enter(state, cause);
  }

  #end(state, cause) {
    this.#pageListeners.abort();
    this.#requests.rejectAll(streamEnded(state));
    this.#pause(state, cause);
  }

  // --- the page around us -------------------------------------------------------------------------------------------

  #watchPage() {
    this.#pageListeners = new AbortController();
    const {signal} = this.#pageListeners;
    addEventListener("online", () => this.#wakeOnNewNetwork(), {signal});
    addEventListener("offline", () => this.#pause("offline"), {signal});
    // A frozen tab may have missed `online`. `onLine` is reliable when it is false, not when it is true.
    document.addEventListener("visibilitychange", () => !document.hidden && navigator.onLine && this.#wake(), {signal});
    // An open socket would keep the page out of the browser's back/forward cache.
    addEventListener("pagehide", () => this.#pause("waiting"), {signal});
    addEventListener("pageshow", ({persisted}) => persisted && this.#connect(), {signal});
  }

  /** The network may be another one. */
  #wakeOnNewNetwork() {
    this.#choice.networkChanged();
    this.#wake();
  }

  #wake() {
    const silent = this.#transport !== null && Date.now() - this.#receivedAt > this.#timings.silenceOnWaking;
    if (!silent && this.#state !== "waiting" && this.#state !== "offline") return;
    this.#attempts = 0;
    this.#connect();
  }
}
