import {HttpTransport} from "./http-transport.js";
import {SocketTransport} from "./socket-transport.js";

const FAILED_SOCKETS = 3;

/**
 * Which transport an attempt begins with: sockets, until some in a row brought nothing; then plain HTTP, and a socket
 * is tried again now and then. What a socket does shows what it is worth: to open is not enough, where it is cut at once.
 */
export class TransportChoice {
  #failed = 0; // sockets one after another that brought nothing
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

  /** It took so long to find out that the next attempt begins with something else. */
  socketHung() {
    this.#failed = FAILED_SOCKETS;
  }

  /** Sockets have another chance, but a short one. */
  networkChanged() {
    this.#failed = Math.min(this.#failed, FAILED_SOCKETS - 1);
  }

  /** When a socket is to be tried again while plain HTTP works: each time twice as late. */
  nextProbe(base, most) {
    return Math.min(most, base * 2 ** this.#probes++);
  }
}
