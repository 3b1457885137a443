// What the end of an answer brings: one line of advice, and a notification when nobody looks, which is
// asked for by a click, never by itself.
import { note } from "./notes.js";
import { load, save } from "./storage.js";
import { shownTitle, t } from "./words.js";

const COACHED = "coached";
const COACHED_MS = 15_000;

const ENDS = { success: t("Your film is ready"), error: t("The answer failed"), cancelled: t("The answer was stopped") };

export function listenForEnds(page) {
  page.stream.addEventListener("event", ({ detail: { type, status } }) => {
    if (type === "finalized" && status === "success" && page.state.storyboard?.scenes.length) coach();
  });
  if (globalThis.Notification) offerNotice(page);
}

/** After the first film of this browser, once. */
function coach() {
  if (load(COACHED, Boolean)) return;
  save(COACHED, true);
  note(t("Click any text in the film to change it."), COACHED_MS);
}

/** Offered while an answer is written, until the person has said yes or no. */
function offerNotice(page) {
  const button = page.querySelector("[data-role=notify]");
  const offer = () => (button.hidden = Notification.permission !== "default");
  button.addEventListener("click", async () => {
    await Notification.requestPermission();
    offer();
    page.querySelector("[data-role=composer]").focus();
  });
  page.stream.addEventListener("event", ({ detail: { type, status } }) => {
    if (type === "finalized" && document.hidden && Notification.permission === "granted") notify(page, ENDS[status]);
  });
  offer();
}

function notify(page, words) {
  const notification = new Notification(words, { body: shownTitle(page.state.project?.title ?? ""), tag: page.dataset.projectId });
  notification.addEventListener("click", () => {
    globalThis.focus();
    notification.close();
  });
}
