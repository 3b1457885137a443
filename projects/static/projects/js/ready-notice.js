// A notification when an answer ends while nobody looks. It is asked for by a click, never by itself.
import { t } from "./words.js";

const ENDS = { success: t("Your film is ready"), error: t("The answer failed"), cancelled: t("The answer was stopped") };

/** Offers it while an answer is written, until the person has said yes or no. */
export function listenForEnds(page) {
  if (!globalThis.Notification) return;
  const button = page.querySelector("[data-role=notify]");
  const offer = () => (button.hidden = Notification.permission !== "default");
  button.addEventListener("click", async () => {
    await Notification.requestPermission();
    offer();
    page.querySelector("[data-role=composer]").focus();
  });
  page.stream.addEventListener("event", ({ detail: { type, status } }) => {
    if (type === "finalized" && document.hidden && Notification.permission === "granted") tell(page, ENDS[status]);
  });
  offer();
}

function tell(page, words) {
  const shown = new Notification(words, { body: page.state.project?.title, tag: page.dataset.projectId });
  shown.addEventListener("click", () => {
    globalThis.focus();
    shown.close();
  });
}
