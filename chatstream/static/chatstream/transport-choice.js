import {isOffline, pageAddress} from "./page-lifecycle.js";
import {SocketTransport} from "./socket-transport.js";
/** @import {Access, TransportHandlers} from "../../client-types" */

const FAILED_SOCKETS = 3;

/**
 * Which transport an attempt begins with: sockets, until some in a row failed; then plain HTTP, and a socket is tried again
 * from time to time. To open is not enough for a socket to have worked: a proxy may cut it at once.
 */
export class TransportChoice {
  #socketUrl;
  #httpUrl;
  #access;
  #failed = 0; // consecutive sockets that brought no event
  #probes = 0;
  /** @type {typeof import("./http-transport.js").HttpTransport | undefined} */
  #HttpTransport; // loaded when it may be needed
  #loads = 0;

  /**
   * `url`: of the socket. `api`: of the project over HTTP, if it does not follow from `url`. Throws a TypeError for an address
   * that is not absolute where there is no page.
   * @param {string} url
   * @param {string | undefined} api
   * @param {Access} access
   */
  constructor(url, api, access) {
    this.#socketUrl = absolute(url);
    this.#httpUrl = new URL(api ?? this.#socketUrl.pathname.replace("/ws/", "/api/"), this.#socketUrl);
    this.#httpUrl.protocol = this.#httpUrl.protocol.replace("ws", "http");
    this.#socketUrl.protocol = this.#socketUrl.protocol.replace("http", "ws");
    this.#access = access;
    if (!access.WebSocket) this.prepareHttp();
  }

  /** @param {TransportHandlers} handlers */
  open(handlers) {
    const mayWork = this.#access.WebSocket && this.#failed < FAILED_SOCKETS;
    if (mayWork || !this.#HttpTransport) return this.openSocket(handlers);
    return new this.#HttpTransport(this.#httpUrl, handlers, this.#access);
  }

  /** @param {TransportHandlers} handlers */
  openSocket(handlers) {
    return new SocketTransport(this.#socketUrl, handlers, this.#access);
  }

  get isInDoubt() {
    return this.#failed > 0;
  }

  socketWorked() {
    this.#failed = this.#probes = 0;
  }

  socketFailed() {
    this.#failed += 1;
    this.prepareHttp();
  }

  /** The timeout was long enough: the next attempt begins with plain HTTP. */
  socketHung() {
    this.#failed = FAILED_SOCKETS;
  }

  /** Load plain HTTP, which most pages never need. If that fails, the next failure of a socket tries again. */
  async prepareHttp() {
    if (this.#HttpTransport || isOffline()) return;
    const module = await loadHttp(this.#loads++).catch(() => null);
    this.#HttpTransport ??= module?.HttpTransport;
  }

  /** Sockets get one more attempt. */
  networkChanged() {
    this.#failed = Math.min(this.#failed, FAILED_SOCKETS - 1);
  }

  /**
   * The delay in ms before a socket is tried again while plain HTTP works, doubled each time, at most `most`.
   * @param {number} base
   * @param {number} most
   */
  nextProbe(base, most) {
    return Math.min(most, base * 2 ** this.#probes++);
  }
}

/**
 * Firefox never asks twice for an address whose import has failed. Bundlers find the first one.
 * @param {number} again
 */
const loadHttp = async (again) => (again ? import(`./http-transport.js?${again}`) : import("./http-transport.js"));

/** @param {string} url */
function absolute(url) {
  try {
    return new URL(url, pageAddress());
  } catch {
    throw new TypeError(`There is no page here, so an address must be absolute, like wss://example.org/ws/streams/ID/: ${url}`);
  }
}
