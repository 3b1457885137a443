import {HttpTransport} from "./http-transport.js";
import {SocketTransport} from "./socket-transport.js";

const FAILED_SOCKETS = 3;

/**
 * Which transport an attempt begins with: sockets, until some in a row failed; then plain HTTP, and a socket is tried again
 * from time to time. To open is not enough for a socket to have worked: a proxy may cut it at once.
 */
export class TransportChoice {
  #failed = 0; // consecutive sockets that brought no event
  #probes = 0;

  get first() {
    return this.#failed < FAILED_SOCKETS ? SocketTransport : HttpTransport;
  }

  get isInDoubt() {
    return this.#failed > 0;
  }

  socketWorked() {
    this.#failed = this.#probes = 0;
  }

  socketFailed() {
    this.#failed += 1;
  }

  /** The timeout was long enough: the next attempt begins with plain HTTP. */
  socketHung() {
    this.#failed = FAILED_SOCKETS;
  }

  /** Sockets get one more attempt. */
  networkChanged() {
    this.#failed = Math.min(this.#failed, FAILED_SOCKETS - 1);
  }

  /** The delay in ms before a socket is tried again while plain HTTP works, doubled each time, at most `most`. */
  nextProbe(base, most) {
    return Math.min(most, base * 2 ** this.#probes++);
  }
}
