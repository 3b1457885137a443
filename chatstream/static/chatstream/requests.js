/** @import {ClientFrame, Pending, Promised, Refusal, Reply, State} from "../../client-types" */

const FRAME_MAX_BYTES = 64 * 1024;

/**
 * Why a request failed: `code` is one of the protocol's, or the state in which the stream ended. `laterChanges`: how many
 * changes a retry would take away; with `discard_later` it does.
 */
export class RequestError extends Error {
  /** @param {Refusal} refusal */
  constructor({code, detail, retry_after, later_changes}) {
    super(detail);
    this.name = "RequestError";
    Object.assign(this, {code, detail, retryAfter: retry_after, laterChanges: later_changes});
  }
}

/** @param {State} state */
export const streamEnded = (state) => new RequestError({code: state, detail: "The stream has ended."});

/** Requests without an answer, in the order of their making, each with the promise of its answer. */
export class PendingRequests {
  /** @type {Map<string | undefined, Pending>} */
  #pending = new Map();

  /** @param {string} key */
  has(key) {
    return this.#pending.has(key);
  }

  /**
   * The promise of `key`'s answer: the same one, however often it is asked for.
   * @param {string} key
   * @param {ClientFrame} frame
   */
  add(key, frame) {
    const request = this.#pending.get(key) ?? {frame, ...makePromise()};
    this.#pending.set(key, request);
    return request.promise;
  }

  get frames() {
    return [...this.#pending.values()].map(({frame}) => frame);
  }

  /**
   * @param {string | undefined} key
   * @param {Reply} [answer]
   */
  resolve(key, answer) {
    this.#take(key)?.resolve(answer);
  }

  /**
   * @param {string | undefined} key
   * @param {RequestError} error
   */
  reject(key, error) {
    this.#take(key)?.reject(error);
  }

  /** @param {RequestError} error */
  rejectAll(error) {
    for (const key of [...this.#pending.keys()]) this.reject(key, error);
  }

  /** @param {string | undefined} key */
  #take(key) {
    const request = this.#pending.get(key);
    this.#pending.delete(key);
    return request;
  }
}

/**
 * Throws if a frame is too large. The server does not read the `request_id` of such a frame, so its refusal would belong to no
 * request.
 * @param {ClientFrame} frame
 */
export function checkSize(frame) {
  if (new TextEncoder().encode(JSON.stringify(frame)).length <= FRAME_MAX_BYTES) return;
  throw new RequestError({code: "too_large", detail: "This message is too long to be sent: it may have at most 64 KiB."});
}

/**
 * Replaces lone surrogates, like `toWellFormed`, which Firefox has from 119 on.
 * @param {string} text
 */
export const wellFormed = (text) => text.replace(/[\ud800-\udfff]/gu, "\ufffd");

/**
 * `Promise.withResolvers`, which Safari has from 17.4 on.
 * @returns {Promised}
 */
function makePromise() {
  const made = /** @type {Promised} */ ({});
  made.promise = new Promise((resolve, reject) => Object.assign(made, {resolve, reject}));
  return made;
}
