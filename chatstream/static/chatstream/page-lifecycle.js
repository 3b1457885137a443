/** Connects and disconnects as the page and its network come and go. Returns what ends that by `abort()`. */
export function followPage(connection, choice) {
  const listeners = new AbortController();
  const {signal} = listeners;
  const wakeOnNewNetwork = () => {
    choice.networkChanged();
    connection.wake();
  };
  addEventListener("online", wakeOnNewNetwork, {signal});
  addEventListener("offline", () => connection.pause("offline"), {signal});
  // A frozen tab may have missed `online`. `onLine` is reliable when it is false, not when it is true.
  document.addEventListener("visibilitychange", () => !document.hidden && navigator.onLine && connection.wake(), {signal});
  // An open socket would keep the page out of the browser's back/forward cache.
  addEventListener("pagehide", () => connection.pause("waiting"), {signal});
  addEventListener("pageshow", ({persisted}) => persisted && connection.connect(), {signal});
  return listeners;
}
