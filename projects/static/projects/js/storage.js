// localStorage that may be full, blocked or damaged, and is another tab's too: what is kept there is a convenience, never a
// reason to break.

/** What is kept under `key`, as `read` makes it of a stored value of any shape; of `undefined` if there is none. */
export function load(key, read) {
  let stored;
  try {
    stored = JSON.parse(localStorage.getItem(key)) ?? undefined;
  } catch {
    // blocked, or no JSON
  }
  return read(stored);
}

/** True if it is kept; else what was kept before still is. */
export function save(key, value) {
  try {
    if (value == null || value.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Call `listener` when another tab has changed what is kept under `key`; also after this page was put aside and missed it. */
export function follow(key, listener) {
  addEventListener("storage", (event) => event.key === key && listener());
  addEventListener("pageshow", ({ persisted }) => persisted && listener());
}
