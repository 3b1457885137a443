/** @import {Timers, Transport, TransportChoice} from "../../client-types" */

/** While the stream goes on over plain HTTP, tries from time to time whether a socket opens by now. */
export class SocketProbe {
  #choice;
  #timers;
  #timings;
  /** @type {Transport | null} */
  #socket = null;

  /**
   * @param {TransportChoice} choice
   * @param {Timers} timers
   * @param {Record<string, number>} timings in ms
   */
  constructor(choice, timers, timings) {
    this.#choice = choice;
    this.#timers = timers;
    this.#timings = timings;
  }

  /**
   * Give the first socket that opens to `opened`.
   * @param {(socket: Transport) => void} opened
   */
  start(opened) {
    const {probeBase, probeMax} = this.#timings;
    this.#timers.set("probe", this.#choice.nextProbe(probeBase, probeMax), () => this.#try(opened));
  }

  stop() {
    this.#timers.clear("probe");
    this.#socket?.close();
    this.#socket = null;
  }

  /** @param {(socket: Transport) => void} opened */
  #try(opened) {
    const again = () => {
      this.stop();
      this.start(opened);
    };
    const take = () => {
      const socket = this.#socket;
      this.#socket = null;
      if (socket) opened(socket);
    };
    this.#socket = this.#choice.openSocket({opened: take, closed: again, received() {}, alive() {}});
    this.#timers.set("probe", this.#timings.connectTimeout, again);
  }
}
