// The one module that knows whether there is a page: workers, Node and React Native have no document, and not all have events.
/** @import {Connection, TransportChoice} from "../../client-types" */

/** No network, for sure: `onLine` is reliable when it is false, not when it is true. */
export const isOffline = () => globalThis.navigator?.onLine === false;

/** Where a relative address begins. */
export const pageAddress = () => globalThis.location?.href;

/**
 * Connects and disconnects as the page and its network come and go. Returns what ends that by `abort()`.
 * @param {Connection} connection
 * @param {TransportChoice} choice
 */
export function followPage(connection, choice) {
  const listeners = new AbortController();
  const {signal} = listeners;
  /** @type {(target: EventTarget | undefined, type: string, listener: (event: PageTransitionEvent) => void) => void} */
  const on = (target, type, listener) => target?.addEventListener?.(type, /** @type {EventListener} */ (listener), {signal});
  const wakeOnNewNetwork = () => {
    choice.networkChanged();
    connection.wake();
  };
  on(globalThis, "online", wakeOnNewNetwork);
  on(globalThis, "offline", () => connection.pause("offline"));
  // A frozen tab may have missed `online`.
  on(globalThis.document, "visibilitychange", () => !document.hidden && !isOffline() && connection.wake());
  // An open socket would keep the page out of the browser's back/forward cache.
  on(globalThis, "pagehide", () => connection.pause("waiting"));
  on(globalThis, "pageshow", ({persisted}) => persisted && connection.connect());
  return listeners;
}
