// What to tell a person about an answer that did not end well, and whether trying again may help.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t, translate } from "./words.js";

const TITLES = { length: t("Too long to be finished"), filtered: t("Held back"), refused: t("Declined") };

function outcomeOf({ status, error, finish_reason }) {
  if (status === "cancelled") return { title: t("Stopped"), text: t("What was written so far is kept.") };
  if (status !== "error") return null;
  const { error: reason, retryable = true } = typeof error === "object" && error ? error : { error };
  const advice = retryable ? t("Trying again may help.") : t("Trying again as it is will not help.");
  return { title: TITLES[finish_reason] ?? t("This answer failed"), text: `${translate(reason || t("Something went wrong on our side."))} ${advice}` };
}

/** `admin`: where those who may enter it read why. */
export function drawOutcome(element, message, admin) {
  const outcome = outcomeOf(message);
  element.hidden = !outcome;
  if (!outcome || element.dataset.shown === outcome.text) return;
  element.dataset.shown = outcome.text;
  const name = message.status === "error" ? "error" : "stop";
  const words = h("p", { dir: "auto" }, h("strong", {}, `${outcome.title}. `), outcome.text);
  if (admin && name === "error") words.append(" ", h("a", { href: `${admin}${message.id}/change/` }, t("For staff: why")));
  element.replaceChildren(icon(name), words);
}
