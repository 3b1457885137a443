/** @import {Access, ClientFrame, Close, TransportHandlers} from "../../client-types" */

const OPEN = 1;

/**
 * Frames over a WebSocket. A transport has `send(frame)` and `close()`, and calls its handlers: `opened()`, `received(text)`
 * for each frame, `closed({code, reason})` once; none of them after `close()`. `handlers` can be replaced.
 */
export class SocketTransport {
  name = "socket";
  handlers;
  /** @type {WebSocket | null} */
  #socket = null;
  #isClosed = false;
  #access;

  /**
   * `ticket`: async, a one-time ticket for a page of another domain; else the browser's cookie authenticates, or `headers` where
   * there is no browser.
   * @param {URL} url
   * @param {TransportHandlers} handlers
   * @param {Access} access
   */
  constructor(url, handlers, access) {
    const {ticket} = access;
    this.#access = access;
    this.handlers = handlers;
    if (ticket) ticket().then((text) => this.#open(withTicket(url, text))).catch(() => this.#end({reason: "no ticket"}));
    else this.#open(url);
  }

  /** @param {ClientFrame} frame */
  send(frame) {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** No handler is called after this: if the connection is half-open, its close may take minutes. */
  close() {
    this.#isClosed = true;
    this.#socket?.close();
  }

  /** @param {URL} url */
  #open(url) {
    if (this.#isClosed) return;
    const {WebSocket, headers} = this.#access;
    if (!WebSocket) return queueMicrotask(() => this.#end({reason: "no WebSocket"}));
    /** @type {WebSocket} */
    const socket = new WebSocket(url.href, [], {headers}); // browsers pass over the headers
    socket.onopen = () => this.#isClosed || this.handlers.opened();
    socket.onmessage = ({data}) => this.#isClosed || this.handlers.received(data);
    socket.onclose = ({code, reason}) => this.#end({code, reason});
    this.#socket = socket;
  }

  /** @param {Close} cause */
  #end(cause) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.handlers.closed(cause);
  }
}

/**
 * @param {URL} url
 * @param {string} ticket
 */
function withTicket(url, ticket) {
  const address = new URL(url);
  address.searchParams.set("ticket", ticket);
  return address;
}
