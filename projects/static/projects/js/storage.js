// localStorage that may be full, blocked or damaged: what is kept there is a convenience, never a reason to break.

export function load(key, fallback) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? fallback;
  } catch {
    return fallback;
  }
}

/** True if it is kept. */
export function save(key, value) {
  try {
    if (value == null || value.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
