// Where a link from a model or a person may lead. Everything else stays text.

const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** The address if it is absolute and of an allowed scheme, else null. The URL parser sees what the browser would. */
export function safeAddress(address) {
  try {
    const url = new URL(address.trim());
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
