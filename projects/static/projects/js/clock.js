// The server's clock, as well as this page can know it: elapsed times stay right on a machine whose clock is wrong, and
// right after a reload. Each event bounds the difference from above; the smallest one seen is nearest to the truth.

let behind = 0;

/** `served` is the server's time when it wrote the page. */
export function setServerTime(served) {
  const [navigation] = performance.getEntriesByType("navigation");
  behind = performance.timeOrigin + (navigation?.responseStart ?? 0) - served;
}

export function observe(ts) {
  behind = Math.min(behind, Date.now() - ts);
}

export const serverNow = () => Date.now() - behind;
