// A message of the outbox, as the conversation shows it: on its way, or why it is not.

const WAITS = new Set(["waiting", "offline"]);
const ENDED = {
  "signed-out": "you are signed out. It goes out when you have signed in again.",
  gone: "this project is not there any more, or not yours.",
  refused: "the server refused the connection.",
  closed: "the connection is closed.",
};

/** @param entry a view of the outbox; @param connection the state of the stream */
export function asMessage({ message, attachments, request_id, ...entry }, connection) {
  const [status, problem] = stateOf(entry, connection);
  const lost = entry.isKept || entry.sent ? "" : " It is not saved either: the browser’s storage is full or off, and leaving the page loses it.";
  return { role: "user", content: message, attachments, status, problem: problem && problem + lost, request_id };
}

function stateOf({ failure, sent, isLate }, connection) {
  if (failure) return ["failed", `Not sent: ${failure.detail}`];
  if (sent) return ["sent"];
  if (ENDED[connection]) return ["failed", `Not sent: ${ENDED[connection]}`];
  if (WAITS.has(connection)) return ["waiting", "Not sent yet: there is no connection. It goes out when there is."];
  return isLate ? ["failed", "Not sent: the server has not answered."] : ["sending"];
}
