/**
 * The browser's end of a chat stream (docs/protocol.md): every logged event once and in order, whatever the network,
 * the server or the tab does. It needs nothing but this file, and touches nothing of the page.
 *
 *   const stream = new ChatStream({url: "/ws/projects/ID/"});
 *   stream.addEventListener("snapshot", ({detail}) => replaceEverything(detail));
 *   stream.addEventListener("event", ({detail}) => apply(detail));
 *   stream.start();
 *   const {assistant_message_id} = await stream.initiate({request_id: crypto.randomUUID(), message: "Hello"});
 */

const TIMINGS = {
  connectTimeout: 10_000,
  backoffBase: 250,
  backoffMax: 15_000,
  silence: 35_000, // heartbeats come every 15 s
  silenceOnWaking: 20_000,
  behind: 5_000,
  ackEvery: 1_000,
  ackLength: 64 * 1024,
};
const FRAME_MAX_BYTES = 64 * 1024;
const LOG_START = "0-0"; // before the first event of a log that does not exist yet
const ENDS = {4501: "signed-out", 4504: "gone"}; // other codes from 4500 on: "refused"
const ENDED = ["signed-out", "gone", "refused"];
const PASSING = ["unavailable", "rate_limited"];
const UNFINISHED = ["pending", "running"];

/** An event id as its two parts; a text that is none is like no other. */
function parseId(id) {
  const [, epoch = null, sequence = NaN] = /^(\d+)-(\d+)$/.exec(id) ?? [];
  return {epoch, sequence: Number(sequence)};
}

function hasReached(position, head) {
  const [here, there] = [parseId(position), parseId(head)];
  return here.epoch === there.epoch && here.sequence >= there.sequence;
}

/** Where an event stands to the position so far: "next", "known" (applied already) or "hole" (something is missing). */
function placeOf({id, merged = 1}, position) {
  if (hasReached(position, id)) return "known";
  const [event, last] = [parseId(id), parseId(position)];
  const follows = event.sequence - merged === last.sequence;
  return follows && (event.epoch === last.epoch || position === LOG_START) ? "next" : "hole";
}

/**
 * Why a request was not served: `code` is one of the protocol's, or the state in which the stream ended. `laterChanges`: how
 * much a retry would go back over; with `discard_later` it does.
 */
export class RequestError extends Error {
  constructor({code, detail, retry_after, later_changes}) {
    super(detail);
    this.name = "RequestError";
    Object.assign(this, {code, detail, retryAfter: retry_after, laterChanges: later_changes});
  }
}

const streamEnded = (state) => new RequestError({code: state, detail: "The stream has ended."});

/** Timers by name: setting one again replaces it. */
class Timers {
  #running = new Map();

  has(name) {
    return this.#running.has(name);
  }

  set(name, delay, act) {
    this.clear(name);
    const timer = setTimeout(() => this.#running.delete(name) && act(), delay);
    this.#running.set(name, timer);
  }

  clear(name) {
    clearTimeout(this.#running.get(name));
    this.#running.delete(name);
  }

  clearAll() {
    for (const name of [...this.#running.keys()]) this.clear(name);
  }
}

/**
 * One stream of one project. It dispatches, each with its `detail`:
 * - `snapshot`: the snapshot frame; the page replaces its state by it
 * - `event`: one logged event, in order, each once
 * - `caughtup`: the `reconnected` frame: `{missed_events, mode}`
 * - `state`: `{state, retryAt?, code?, reason?}`: when it tries again (ms since the epoch), how the socket was closed
 * - `refused`: a `request_error` that belongs to no request
 */
export class ChatStream extends EventTarget {
  #url;
  #clientId;
  #position;
  #timings;
  #timers = new Timers();
  #state = "closed";
  #asked = new Map(); // requests without an answer, in the order they were made
  #attempts = 0; // connections that failed, one after the other
  #doubts = 0; // connections that did not fit our position, one after the other
  #pageListeners;

  // Of the current connection:
  #socket = null;
  #socketListeners;
  #heardAt;
  #resumedFrom;
  #head;
  #acknowledged;
  #unacknowledgedLength;

  /** `position`: where a page that was served with its state goes on. Without it the stream begins with a snapshot. */
  constructor({url, position = null, clientId = crypto.randomUUID?.(), ...timings}) {
    super();
    this.#url = new URL(url, location.href);
    this.#url.protocol = this.#url.protocol.replace("http", "ws");
    this.#position = position;
    this.#clientId = clientId;
    this.#timings = {...TIMINGS, ...timings};
  }

  /** connecting, catching-up, live; waiting, offline: it comes back; closed, signed-out, gone, refused: it does not. */
  get state() {
    return this.#state;
  }

  /** The id of the last event that the listeners were given, or null. */
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

  /** Leave; what has no answer yet is rejected. start() goes on from the same position. */
  close() {
    if (this.#state !== "closed") this.#end("closed");
  }

  /** Do not wait any longer for the next attempt. */
  retryNow() {
    if (this.#state === "waiting" || this.#state === "offline") this.#connect();
  }

  /** Start a turn; safe to repeat with the same `request_id`. Resolves to `initiated`, rejects with a RequestError. */
  async initiate({request_id, message, attachments}) {
    return this.#ask(request_id, {type: "initiate", request_id, message: message.toWellFormed(), attachments});
  }

  /** Ask for another answer to the same message; otherwise like initiate(). */
  async retry({request_id, assistant_message_id, discard_later}) {
    return this.#ask(request_id, {type: "retry", request_id, assistant_message_id, discard_later});
  }

  /** Stop a run. Wanted until its `finalized` is here: a stop has no other answer. */
  stop(assistant_message_id) {
    this.#ask(`stop ${assistant_message_id}`, {type: "stop", assistant_message_id}).catch(() => {});
  }

  /** Do not ask for it any more; the server may have it already. Rejects the promise that waits for it. */
  withdraw(request_id) {
    this.#answered(request_id)?.reject(new RequestError({code: "withdrawn", detail: "The request was withdrawn."}));
  }

  // --- one connection -----------------------------------------------------------------------------------------------

  #connect() {
    this.#drop();
    this.#heardAt = Date.now();
    this.#socket = new WebSocket(this.#url);
    this.#socketListeners = new AbortController();
    const {signal} = this.#socketListeners;
    this.#socket.addEventListener("open", () => this.#opened(), {signal});
    this.#socket.addEventListener("message", ({data}) => this.#heard(data), {signal});
    this.#socket.addEventListener("close", (close) => this.#lost(close), {signal});
    this.#timers.set("connect", this.#timings.connectTimeout, () => this.#retreat());
    this.#enter("connecting");
  }

  #opened() {
    this.#timers.clear("connect");
    this.#expectMore();
    this.#head = null;
    this.#resumedFrom = this.#doubts < 2 ? this.#position : null;
    this.#acknowledged = this.#resumedFrom;
    this.#unacknowledgedLength = 0;
    this.#send({type: "stream", client_id: this.#clientId, last_event_id: this.#resumedFrom ?? undefined});
    this.#enter("catching-up");
  }

  #heard(text) {
    const socket = this.#socket;
    this.#expectMore();
    this.#receive(JSON.parse(text));
    if (this.#socket === socket) this.#acknowledge(text.length);
  }

  #lost({code, reason}) {
    if (code >= 4500 && code <= 4999) this.#end(ENDS[code] ?? "refused", {code, reason});
    else this.#retreat({code, reason});
  }

  /** After this nothing of the old connection is heard: if it is half-open, its close may take minutes. */
  #drop() {
    this.#timers.clearAll();
    this.#socketListeners?.abort();
    this.#socket?.close();
    this.#socket = null;
  }

  #send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  // --- what comes in ------------------------------------------------------------------------------------------------

  #receive(frame) {
    if ("id" in frame) this.#receiveEvent(frame);
    else if (frame.type === "snapshot") this.#receiveSnapshot(frame);
    else if (frame.type === "reconnected") this.#receiveReconnected(frame);
    else if (frame.type === "heartbeat") this.#receiveHeartbeat(frame);
    else if (frame.type === "initiated") this.#answered(frame.request_id)?.resolve(frame);
    else if (frame.type === "request_error") this.#receiveRequestError(frame);
  }

  #receiveEvent(event) {
    const place = placeOf(event, this.#position);
    if (place === "known") return;
    if (place === "hole") return this.#doubt();
    this.#doubts = 0;
    this.#moveTo(event.id);
    if (event.type === "finalized") this.#answered(`stop ${event.message_id}`)?.resolve();
    this.#tell("event", event);
  }

  #receiveSnapshot(snapshot) {
    this.#moveTo(snapshot.at);
    for (const {id, status} of snapshot.messages ?? []) {
      if (!UNFINISHED.includes(status)) this.#answered(`stop ${id}`)?.resolve();
    }
    this.#tell("snapshot", snapshot);
    if (!this.#resumedFrom) this.#goLive(); // otherwise `reconnected` follows
  }

  #receiveReconnected(frame) {
    this.#goLive();
    this.#tell("caughtup", frame);
  }

  #receiveHeartbeat({head = null}) {
    this.#head = head;
    if (hasReached(this.#position, head)) this.#doubts = 0;
    this.#watchHead();
  }

  #receiveRequestError(frame) {
    if (frame.request_id) return this.#answered(frame.request_id)?.reject(new RequestError(frame));
    this.#tell("refused", frame);
    if (this.#state !== "catching-up") return;
    // Before we are live it can only be our `stream` that was refused: on this connection nothing would ever come.
    if (!PASSING.includes(frame.code)) this.#doubts += 1;
    this.#retreat();
  }

  #goLive() {
    if (this.#state !== "catching-up") return;
    this.#attempts = 0;
    for (const {frame} of this.#asked.values()) this.#send(frame);
    this.#enter("live");
  }

  #moveTo(position) {
    this.#position = position;
    this.#timers.clear("behind");
    this.#watchHead();
  }

  /** Listeners cannot break the stream: the browser itself reports what they throw, and goes on. */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }

  #enter(state, cause) {
    this.#state = state;
    this.#tell("state", {state, ...cause});
  }

  // --- what goes out ------------------------------------------------------------------------------------------------

  async #ask(key, frame) {
    if (ENDED.includes(this.#state)) throw streamEnded(this.#state);
    // The server does not read whose request such a frame is, so that its refusal would reach nobody.
    if (new TextEncoder().encode(JSON.stringify(frame)).length > FRAME_MAX_BYTES) {
      throw new RequestError({code: "too_large", detail: `A frame may have at most ${FRAME_MAX_BYTES} bytes.`});
    }
    if (!this.#asked.has(key)) {
      this.#asked.set(key, {frame, ...Promise.withResolvers()});
      if (this.#state === "live") this.#send(frame);
    }
    return this.#asked.get(key).promise;
  }

  #answered(key) {
    const asked = this.#asked.get(key);
    this.#asked.delete(key);
    return asked;
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

  // --- when something is wrong --------------------------------------------------------------------------------------

  #expectMore() {
    this.#heardAt = Date.now();
    this.#timers.set("silence", this.#timings.silence, () => this.#retreat());
  }

  /** An event we heard of and that does not come is lost to this connection; while others come, it is only late. */
  #watchHead() {
    if (this.#head === null || hasReached(this.#position, this.#head)) this.#timers.clear("behind");
    else if (!this.#timers.has("behind")) this.#timers.set("behind", this.#timings.behind, () => this.#doubt());
  }

  /** What came does not fit our position: ask again from there; then for a snapshot; if that does not fit, slowly. */
  #doubt() {
    this.#doubts += 1;
    if (this.#doubts > 2) this.#retreat({}, Math.random() * this.#timings.backoffMax);
    else this.#connect();
  }

  /** Full jitter, so that a thousand clients do not come back in step. */
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
    for (const {reject} of this.#asked.values()) reject(streamEnded(state));
    this.#asked.clear();
    this.#pause(state, cause);
  }

  // --- the page around us -------------------------------------------------------------------------------------------

  #watchPage() {
    this.#pageListeners = new AbortController();
    const {signal} = this.#pageListeners;
    addEventListener("online", () => this.#wake(), {signal});
    addEventListener("offline", () => this.#pause("offline"), {signal});
    // A frozen tab may have missed `online`. That onLine is false can be believed, that it is true cannot.
    document.addEventListener("visibilitychange", () => !document.hidden && navigator.onLine && this.#wake(), {signal});
    // An open socket would keep the page out of the browser's back/forward cache.
    addEventListener("pagehide", () => this.#pause("waiting"), {signal});
    addEventListener("pageshow", ({persisted}) => persisted && this.#connect(), {signal});
  }

  #wake() {
    const silent = this.#socket !== null && Date.now() - this.#heardAt > this.#timings.silenceOnWaking;
    if (!silent && this.#state !== "waiting" && this.#state !== "offline") return;
    this.#attempts = 0;
    this.#connect();
  }
}
