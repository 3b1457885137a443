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

import {Acknowledgements} from "./acknowledgements.js";
import {Connection} from "./connection.js";
import {Follower} from "./follower.js";
import {TransportChoice} from "./transport-choice.js";
import {PendingRequests, RequestError, checkSize, streamEnded, wellFormed} from "./requests.js";

export {RequestError};
/** @import {ClientFrame, Decided, DecideRequest, Initiated, LoggedEvent, Reconnected, RefusedRequest, Reply, RetryRequest, ServerFrame, Snapshot, SteerRequest, Steered, StreamOptions, TurnRequest} from "../../client-types" */

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
const PASSING = ["unavailable", "rate_limited"];
const ANSWERS = ["initiated", "decided", "steered"];
const UNFINISHED = ["pending", "running"];

/**
 * @param {ServerFrame} frame
 * @returns {frame is Reply}
 */
const isReply = (frame) => ANSWERS.includes(frame.type);

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
  #connection;
  #follower;
  #acknowledgements;
  #requests = new PendingRequests();

  /**
   * `position`: of the state that the page was served with; without it the stream begins with a snapshot. `api`: the
   * project over HTTP, where its address does not follow from `url`. For a page of another domain: `ticket`, an async
   * function that gets one for each socket, and `headers` for HTTP (`{Authorization: "Bearer …"}`). Where there is no
   * `WebSocket`, as in Node 20, give a class (of the package ws), or it goes over plain HTTP.
   * @param {StreamOptions & Partial<typeof TIMINGS>} options
   */
  constructor({url, api, ticket, headers, WebSocket = globalThis.WebSocket, position = null, ...given}) {
    super();
    const timings = {...TIMINGS, ...given};
    this.#connection = new Connection({
      choice: new TransportChoice(url, api, {ticket, headers, WebSocket}),
      timings,
      handlers: {
        opened: () => this.#resume(),
        received: (frame) => this.#receive(frame),
        consumed: (length) => this.#acknowledgements.add(this.position, length),
        entered: (detail) => this.#dispatch("state", detail),
        ended: (state) => this.#requests.rejectAll(streamEnded(state)),
      },
    });
    const {timers} = this.#connection;
    this.#follower = new Follower(position, {
      timers,
      patience: timings.behind,
      // It resumes from our position; then asks for a snapshot; if that fails too, slowly.
      doubted: (doubts) => {
        if (doubts > 2) this.#connection.retreat({}, Math.random() * timings.backoffMax);
        else this.#connection.connect();
      },
    });
    const limits = {every: timings.ackEvery, length: timings.ackLength};
    /** @param {string} last_event_id */
    const acknowledge = (last_event_id) => this.#connection.send({type: "ack", last_event_id});
    this.#acknowledgements = new Acknowledgements(timers, limits, acknowledge);
  }

  /** connecting, catching-up, live; waiting, offline: it connects again; closed, signed-out, gone, refused: it does not. */
  get state() {
    return this.#connection.state;
  }

  /** The id of the last event that was dispatched, or null. */
  get position() {
    return this.#follower.position;
  }

  /** Connect, and stay connected. */
  start() {
    this.#connection.start();
  }

  /** Disconnect; requests without an answer are rejected. start() goes on from the same position. */
  close() {
    if (this.state !== "closed") this.#connection.end("closed");
  }

  /** Connect now instead of at the next attempt. */
  retryNow() {
    this.#connection.retryNow();
  }

  /**
   * Start a turn; safe to repeat with the same `request_id`. `edit_of`: the message that this one is said in place of.
   * Resolves to `initiated`, rejects with a RequestError.
   * @param {TurnRequest} request
   * @returns {Promise<Initiated>}
   */
  async initiate({request_id, message, attachments, edit_of}) {
    return this.#ask(request_id, {type: "initiate", request_id, message: wellFormed(message), attachments, edit_of});
  }

  /**
   * Ask for another answer to the same message; otherwise like initiate().
   * @param {RetryRequest} request
   * @returns {Promise<Initiated>}
   */
  async retry({request_id, assistant_message_id, discard_later}) {
    return this.#ask(request_id, {type: "retry", request_id, assistant_message_id, discard_later});
  }

  /**
   * Allow a tool call that waits for it (`decision`: "approved"), or decline it ("declined"). Resolves to `decided`, rejects with a
   * RequestError: `conflict` where somebody has decided otherwise.
   * @param {DecideRequest} request
   * @returns {Promise<Decided>}
   */
  async decide({assistant_message_id, tool_call_id, decision}) {
    return this.#ask(tool_call_id, {type: "decide", request_id: tool_call_id, assistant_message_id, tool_call_id, decision});
  }

  /**
   * Add to an answer; otherwise like initiate().
   * @param {SteerRequest} request
   * @returns {Promise<Steered>}
   */
  async steer({request_id, assistant_message_id, text}) {
    return this.#ask(request_id, {type: "steer", request_id, assistant_message_id, text: wellFormed(text)});
  }

  /**
   * Stop a run. It is sent with each connection until the `finalized` is here: a stop has no other answer.
   * @param {string} assistant_message_id
   */
  stop(assistant_message_id) {
    this.#ask(`stop ${assistant_message_id}`, {type: "stop", assistant_message_id}).catch(() => {});
  }

  /**
   * Do not send the request again; the server may have it already. Rejects its promise.
   * @param {string} request_id
   */
  withdraw(request_id) {
    this.#requests.reject(request_id, new RequestError({code: "withdrawn", detail: "The request was withdrawn."}));
  }

  /**
   * @param {string} key
   * @param {ClientFrame} frame
   * @returns {Promise<any>} what answers this type of frame
   */
  async #ask(key, frame) {
    if (this.#connection.hasEnded) throw streamEnded(this.state);
    checkSize(frame);
    const isNew = !this.#requests.has(key);
    const answer = this.#requests.add(key, frame);
    if (isNew && this.state === "live") this.#connection.send(frame);
    return answer;
  }

  // --- incoming frames ----------------------------------------------------------------------------------------------

  #resume() {
    const position = this.#follower.resume();
    this.#acknowledgements.restart(position);
    this.#connection.send({type: "stream", last_event_id: position ?? undefined});
  }

  /** @param {ServerFrame} frame */
  #receive(frame) {
    if ("id" in frame) this.#receiveEvent(frame);
    else if (frame.type === "snapshot") this.#receiveSnapshot(frame);
    else if (frame.type === "reconnected") this.#receiveReconnected(frame);
    else if (frame.type === "heartbeat") this.#follower.setHead(frame.head ?? null);
    else if (isReply(frame)) this.#requests.resolve(frame.request_id, frame);
    else if (frame.type === "request_error") this.#receiveRequestError(frame);
    else if (frame.type === "project_deleted") this.#connection.end("gone", {code: 4504, reason: "", deleted: true});
  }

  /** @param {LoggedEvent} event */
  #receiveEvent(event) {
    if (!this.#follower.accept(event)) return;
    this.#connection.confirm();
    if (event.type === "finalized") this.#requests.resolve(`stop ${event.message_id}`);
    this.#dispatch("event", event);
  }

  /** @param {Snapshot} snapshot */
  #receiveSnapshot(snapshot) {
    this.#follower.moveTo(snapshot.at);
    for (const {id, status} of snapshot.messages ?? []) {
      if (!UNFINISHED.includes(status)) this.#requests.resolve(`stop ${id}`);
    }
    this.#dispatch("snapshot", snapshot);
    if (!this.#follower.isResuming) this.#goLive(); // otherwise `reconnected` follows
  }

  /** @param {Reconnected} frame */
  #receiveReconnected(frame) {
    this.#goLive();
    this.#dispatch("caughtup", frame);
  }

  /** @param {RefusedRequest} frame */
  #receiveRequestError(frame) {
    if (frame.request_id) return this.#requests.reject(frame.request_id, new RequestError(frame));
    this.#dispatch("refused", frame);
    if (this.state !== "catching-up") return;
    // Before we are live only our `stream` can have been refused: nothing would ever come on this connection.
    if (!PASSING.includes(frame.code)) this.#follower.distrust();
    this.#connection.retreat();
  }

  #goLive() {
    if (this.state !== "catching-up") return;
    for (const frame of this.#requests.frames) this.#connection.send(frame);
    this.#connection.goLive();
  }

  /**
   * Listeners cannot break the stream: the browser reports what they throw.
   * @param {string} type
   * @param {unknown} detail
   */
  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }
}
