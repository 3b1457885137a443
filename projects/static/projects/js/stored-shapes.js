// What lies in the browser's storage may be of another version of the page, of an extension or of a half-written disk.
// Each function makes of it what the page can use, and passes over the rest.
import { typedText } from "./typed-text.js";
import { t } from "./words.js";

const REQUEST_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const isText = (value) => typeof value === "string";
const listOf = (stored) => (Array.isArray(stored) ? stored.filter((item) => item !== null && typeof item === "object") : []);

export const readText = (stored) => (isText(stored) ? stored : "");

/** Pictures as a message shows them: [{id, name, width, height, url}]. */
export const readPictures = (stored) =>
  listOf(stored)
    .filter(({ id, name, url }) => isText(id) && isText(name) && isText(url) && url.startsWith("/api/projects/"))
    .map(({ id, name, width, height, url }) => ({ id, name, width: Number(width) || 0, height: Number(height) || 0, url }));

/** Entries of the outbox: [{request_id, message, attachments?, answer?, sent, user_message_id?, failure?}], each id once. */
export function readEntries(stored) {
  const entries = listOf(stored).map(readEntry).filter(Boolean);
  return entries.filter(({ request_id }, index) => index === entries.findIndex((other) => other.request_id === request_id));
}

function readEntry({ request_id, message, attachments, answer, sent, user_message_id, failure }) {
  if (!isText(request_id) || !REQUEST_ID.test(request_id) || !isText(message) || !typedText(message).trim()) return null;
  const entry = { request_id, message: typedText(message), sent: sent === true && isText(user_message_id) };
  const pictures = readPictures(attachments);
  if (pictures.length) entry.attachments = pictures;
  if (isText(answer)) entry.answer = answer;
  if (entry.sent) entry.user_message_id = user_message_id;
  if (failure) entry.failure = { code: readText(failure.code), detail: readText(failure.detail) || t("It could not be sent.") };
  return entry;
}
