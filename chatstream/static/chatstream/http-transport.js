/** @import {Access, ClientFrame, Close, HttpRequest, Position, RefusedRequest, Reply, TransportHandlers} from "../../client-types" */

const PATIENCE = 6_000; // for the first frame of a response; then for the next one, which comes every 15 s at least
const PATIENCE_LATER = 20_000;
const POLL_SECONDS = 2;
/** @type {Record<number, number>} */
const CODES = {401: 4501, 404: 4504}; // what a socket would have been closed with
const PASSING = [408, 425, 429];

/**
 * The same frames over plain HTTP, where WebSockets are blocked: Server-Sent Events down, POST up. socket-transport.js says what
 * a transport is; this one also calls `alive()` when the server answered without a frame.
 *
 * Where a proxy buffers a response until it has ended, it asks for short ones (`isPolling`).
 */
export class HttpTransport {
  name = "http";
  isPolling = false;
  #project;
  handlers;
  #headers;
  #stream = new AbortController();
  #posts = Promise.resolve(); // one after another, in the order of `send`
  #isClosed = false;

  /**
   * `project`: the URL of the project in the API. `headers`: they authenticate where no cookie does.
   * @param {URL} project
   * @param {TransportHandlers} handlers
   * @param {Access} access
   */
  constructor(project, handlers, {headers}) {
    this.#project = project;
    this.handlers = handlers;
    this.#headers = headers;
    queueMicrotask(() => this.#isClosed || this.handlers.opened());
  }

  /** @param {ClientFrame} frame */
  send(frame) {
    if (frame.type === "stream") this.#follow(frame.last_event_id);
    else if (frame.type !== "ack") this.#posts = this.#posts.then(() => (this.#isClosed ? undefined : this.#post(frame)));
  }

  close() {
    this.#isClosed = true;
    this.#stream.abort();
  }

  /** @param {Close} cause */
  #end(cause) {
    if (this.#isClosed) return;
    this.close();
    this.handlers.closed(cause);
  }

  // --- down -----------------------------------------------------------------------------------------------------------

  /**
   * One response after another: after an orderly end the next one goes on from there.
   * @param {Position} [position]
   */
  async #follow(position) {
    const place = {position, isFirst: true};
    while (!this.#isClosed) {
      const problem = await this.#read(place).catch(() => ({}));
      if (problem) return this.#end(problem);
      place.isFirst = false;
    }
  }

  /**
   * Returns what went wrong, or null. `place.position` advances with the frames.
   * @param {{position?: Position, isFirst: boolean}} place
   * @returns {Promise<Close | null>}
   */
  async #read(place) {
    const request = new AbortController();
    const abort = () => request.abort();
    this.#stream.signal.addEventListener("abort", abort);
    let frames = 0;
    let isLate = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    /** @param {number} patience */
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
      for await (const {id, data} of readEvents(/** @type {ReadableStream} */ (response.body))) {
        if (this.#isClosed) return null;
        if (!data) continue; // `retry: …`
        frames += 1;
        expect(PATIENCE_LATER);
        place.position = id ?? place.position;
        this.#deliver(data, place.isFirst);
      }
    } catch (error) {
      if (!isLate) throw error;
      if (this.isPolling) return {reason: "silent"};
      this.isPolling = true; // a proxy buffers the response until its end
      return null;
    } finally {
      clearTimeout(timer);
      this.#stream.signal.removeEventListener("abort", abort);
    }
    return frames ? null : {reason: "nothing came"};
  }

  /**
   * `reconnected` counts in the first response only.
   * @param {string} data
   * @param {boolean} isFirst
   */
  #deliver(data, isFirst) {
    if (!isFirst && JSON.parse(data).type === "reconnected") this.handlers.alive();
    else this.handlers.received(data);
  }

  /** @param {Position} [position] */
  #address(position) {
    const address = new URL("events/", this.#project);
    if (position) address.searchParams.set("last_event_id", position);
    if (this.isPolling) address.searchParams.set("seconds", String(POLL_SECONDS));
    return address;
  }

  // --- up -------------------------------------------------------------------------------------------------------------

  /** @param {HttpRequest} frame */
  async #post({type, assistant_message_id, ...fields}) {
    const action = type === "decide" ? `approvals/${fields.tool_call_id}` : type;
    const path = type === "initiate" ? "messages/" : `../../messages/${assistant_message_id}/${action}/`;
    const headers = {"Content-Type": "application/json", ...(this.#headers ?? {"X-CSRFToken": csrfToken()})};
    try {
      const response = await fetch(new URL(path, this.#project), {method: "POST", headers, body: JSON.stringify(fields)});
      const answer = await response.json().catch(() => null);
      if (!this.#isClosed) this.#answer(response.status, answer, fields.request_id);
    } catch {
      this.#end({reason: "not sent"}); // the client sends it again over the next connection
    }
  }

  /**
   * @param {number} status
   * @param {Reply | RefusedRequest | null} frame
   * @param {string | null} [request_id]
   */
  #answer(status, frame, request_id) {
    if (status === 401) this.#end({code: CODES[status]});
    else if (frame?.type === "request_error") this.handlers.received(JSON.stringify({...frame, request_id}));
    else if (frame && ["initiated", "decided", "steered"].includes(frame.type)) this.handlers.received(JSON.stringify(frame));
    else if (status >= 400 && (status >= 500 || PASSING.includes(status))) this.#end({reason: `HTTP ${status}`});
    else if (status >= 300) this.handlers.received(JSON.stringify(refusalOf(status, request_id)));
  }
}

/** @param {Response} response */
function isEventStream({status, headers}) {
  return status === 200 && (headers.get("Content-Type") ?? "").startsWith("text/event-stream");
}

/**
 * A proxy has refused it for good: it must not be sent again for ever.
 * @param {number} status
 * @param {string | null} [request_id]
 */
function refusalOf(status, request_id) {
  const code = status === 413 ? "too_large" : "invalid";
  return {type: "request_error", request_id, code, detail: `Something between you and the server refused this (${status}).`};
}

/**
 * The events of a `text/event-stream` body, each `{id?, data}`. It parses what chatstream sends, not all of SSE.
 * @param {ReadableStream} body
 */
async function* readEvents(body) {
  let rest = "";
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) return;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) yield parseEvent(block);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {string} block */
function parseEvent(block) {
  const lines = block.split("\n");
  /** @param {string} name */
  const field = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  return {id: field("id"), data: field("data")};
}

const csrfToken = () => globalThis.document?.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
