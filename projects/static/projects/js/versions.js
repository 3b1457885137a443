// Answers to the same message are versions of one another: a retry points with `retry_of` at the answer it replaces.

function rootOf(message, byId) {
  let root = message;
  while (root.retry_of && byId.has(root.retry_of)) root = byId.get(root.retry_of);
  return root.id;
}

/** Messages as turns, each `{key, versions}`, at the place of its first version. */
export function turnsOf(messages) {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const turns = new Map();
  for (const message of messages) {
    const key = rootOf(message, byId);
    if (!turns.has(key)) turns.set(key, { key, versions: [] });
    turns.get(key).versions.push(message);
  }
  return [...turns.values()];
}
