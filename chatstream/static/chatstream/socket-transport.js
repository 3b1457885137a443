/**
 * Frames over a WebSocket. A transport has `send(frame)` and `close()`, and calls its handlers: `opened()`, `heard(text)`
 * for each frame, `closed({code, reason})` once; none of them after `close()`. Whoever takes it over sets `handlers`.
 */
export class SocketTransport {
  name = "socket";
  handlers;
  #socket = null;
  #isClosed = false;

  /** `ticket`: async, a one-time ticket for a page of another domain; else the browser's cookie says who it is. */
  constructor(url, handlers, {ticket} = {}) {
    this.handlers = handlers;
    if (ticket) ticket().then((text) => this.#open(withTicket(url, text))).catch(() => this.#end({reason: "no ticket"}));
    else this.#open(url);
  }

  send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** After this nothing of the connection is heard: if it is half-open, its close may take minutes. */
  close() {
    this.#isClosed = true;
    this.#socket?.close();
  }

  #open(url) {
    if (this.#isClosed) return;
    this.#socket = new WebSocket(url);
    this.#socket.onopen = () => this.#isClosed || this.handlers.opened();
    this.#socket.onmessage = ({data}) => this.#isClosed || this.handlers.heard(data);
    this.#socket.onclose = ({code, reason}) => this.#end({code, reason});
  }

  #end(cause) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.handlers.closed(cause);
  }
}

function withTicket(url, ticket) {
  const address = new URL(url);
  address.searchParams.set("ticket", ticket);
  return address;
}
