import {readEvents} from "./event-source.js";

const PATIENCE = 6_000; // for the first frame of a response; then for the next one, which comes every 15 s at least
const PATIENCE_LATER = 20_000;
const POLL_SECONDS = 2;
const CODES = {401: 4501, 404: 4504}; // what a socket would have been closed with
const PASSING = [408, 425, 429];

/**
 * The same frames over plain HTTP, where WebSockets do not come through: Server-Sent Events down, POST up. See
 * socket-transport.js for what a transport is; this one calls `alive()` too, when the server was heard without a frame.
 *
 * Where something on the way keeps a response until it has ended, it asks for short ones (`isPolling`).
 */
export class HttpTransport {
  name = "http";
  isPolling = false;
  #project;
  handlers;
  #headers;
  #stream = new AbortController();
  #posts = Promise.resolve(); // one after another, as they were asked
  #isClosed = false;

  /** `project`: the URL of the project in the API. `headers`: what says who it is, where no cookie does. */
  constructor(project, handlers, {headers} = {}) {
    this.#project = project;
    this.handlers = handlers;
    this.#headers = headers;
    queueMicrotask(() => this.#isClosed || this.handlers.opened());
  }

  send(frame) {
    if (frame.type === "stream") this.#follow(frame.last_event_id);
    else if (frame.type !== "ack") this.#posts = this.#posts.then(() => this.#isClosed || this.#post(frame));
  }

  close() {
    this.#isClosed = true;
    this.#stream.abort();
  }

  #end(cause) {
    if (this.#isClosed) return;
    this.close();
    this.handlers.closed(cause);
  }

  // --- down -----------------------------------------------------------------------------------------------------------

  /** One response after another: an orderly end is no trouble, the next one goes on from there. */
  async #follow(position) {
    const place = {position, isFirst: true};
    while (!this.#isClosed) {
      const problem = await this.#read(place).catch(() => ({}));
      if (problem) return this.#end(problem);
      place.isFirst = false;
    }
  }

  /** What is wrong, if something is. `place.position` moves along. */
  async #read(place) {
    const request = new AbortController();
    const abort = () => request.abort();
    this.#stream.signal.addEventListener("abort", abort);
    let frames = 0;
    let isLate = false;
    let timer;
    const expect = (patience) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        isLate = true;
        abort();
      }, patience);
    };
    expect(PATIENCE + (this.isPolling ? POLL_SECONDS * 1000 : 0));
    try {
      const headers = {Accept: "text/event-stream", ...this.#headers};
      const response = await fetch(this.#address(place.position), {headers, cache: "no-store", signal: request.signal});
      if (!isEventStream(response)) return {code: CODES[response.status], reason: `HTTP ${response.status}`};
      for await (const {id, data} of readEvents(response.body)) {
        if (this.#isClosed) return null;
        if (!data) continue; // `retry: …`
        frames += 1;
        expect(PATIENCE_LATER);
        place.position = id ?? place.position;
        this.#hear(data, place.isFirst);
      }
    } catch (error) {
      if (!isLate) throw error;
      if (this.isPolling) return {reason: "silent"};
      this.isPolling = true; // something keeps what is sent until it has ended
      return null;
    } finally {
      clearTimeout(timer);
      this.#stream.signal.removeEventListener("abort", abort);
    }
    return frames ? null : {reason: "nothing came"};
  }

  /** "Caught up" is news in the first response alone. */
  #hear(data, isFirst) {
    if (!isFirst && JSON.parse(data).type === "reconnected") this.handlers.alive();
    else this.handlers.heard(data);
  }

  #address(position) {
    const address = new URL("events/", this.#project);
    if (position) address.searchParams.set("last_event_id", position);
    if (this.isPolling) address.searchParams.set("seconds", POLL_SECONDS);
    return address;
  }

  // --- up -------------------------------------------------------------------------------------------------------------

  async #post({type, assistant_message_id, ...said}) {
    const path = type === "initiate" ? "messages/" : `../../messages/${assistant_message_id}/${type}/`;
    const headers = {"Content-Type": "application/json", ...(this.#headers ?? {"X-CSRFToken": csrfToken()})};
    try {
      const response = await fetch(new URL(path, this.#project), {method: "POST", headers, body: JSON.stringify(said)});
      const answer = await response.json().catch(() => null);
      if (!this.#isClosed) this.#answer(response.status, answer, said.request_id);
    } catch {
      this.#end({reason: "not sent"}); // it is sent again over the next connection
    }
  }

  #answer(status, frame, request_id) {
    if (status === 401) this.#end({code: CODES[status]});
    else if (frame?.type === "request_error") this.handlers.heard(JSON.stringify({...frame, request_id}));
    else if (frame?.type === "initiated") this.handlers.heard(JSON.stringify(frame));
    else if (status >= 400 && (status >= 500 || PASSING.includes(status))) this.#end({reason: `HTTP ${status}`});
    else if (status >= 300) this.handlers.heard(JSON.stringify(refusalOf(status, request_id)));
  }
}

function isEventStream({status, headers}) {
  return status === 200 && (headers.get("Content-Type") ?? "").startsWith("text/event-stream");
}

/** Something on the way has refused it for good: it must not be sent for ever. */
function refusalOf(status, request_id) {
  const code = status === 413 ? "too_large" : "invalid";
  return {type: "request_error", request_id, code, detail: `Something between you and the server refused this (${status}).`};
}

const csrfToken = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
