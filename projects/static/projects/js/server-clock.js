// The server's clock, as well as this page can know it, by a clock that nobody can set: elapsed times stay right on a
// machine whose own clock is wrong or jumps, and after a reload. Each event bounds the difference from below; the largest
// one seen is nearest to the truth.

let ahead = 0; // of `performance.now()`, in ms

/** `served` is the server's time when it wrote the page. */
export function setServerTime(served) {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  ahead = served - (navigation?.responseStart ?? 0);
}

export function observe(ts) {
  ahead = Math.max(ahead, ts - performance.now());
}

export const serverNow = () => performance.now() + ahead;
