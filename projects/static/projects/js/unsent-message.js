// A message of the outbox, as the conversation shows it: on its way, or why it is not.
import { t, translate } from "./words.js";

const WAITS = new Set(["waiting", "offline"]);
const ENDED = {
  "signed-out": t("Not sent: you are signed out. It goes out when you have signed in again."),
  gone: t("Not sent: this project is not there any more, or not yours."),
  refused: t("Not sent: the server refused the connection."),
  closed: t("Not sent: the connection is closed."),
};

/** @param {UnsentView} entry of the outbox; @param connection the state of the stream */
export function asMessage({ message, attachments, request_id, ...entry }, connection) {
  const [status, problem] = stateOf(entry, connection);
  const lost = entry.isKept || entry.sent ? "" : t(" It is not saved either: the browser’s storage is full or off, and leaving the page loses it.");
  return { role: "user", content: message, attachments, status, problem: problem && problem + lost, request_id };
}

function stateOf(/** @type {Partial<UnsentView>} */ { failure, sent, isLate }, connection) {
  if (failure) return ["failed", t("Not sent: {reason}", { reason: translate(failure.detail) })];
  if (sent) return ["sent"];
  if (ENDED[connection]) return ["failed", ENDED[connection]];
  if (WAITS.has(connection)) return ["waiting", t("Not sent yet: there is no connection. It goes out when there is.")];
  return isLate ? ["failed", t("Not sent: the server has not answered.")] : ["sending"];
}
