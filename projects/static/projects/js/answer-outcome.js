// What to tell a person about an answer that did not end well, and whether trying again may help.
import { isUndecided } from "./state.js";
import { t, translate } from "./words.js";

const TITLES = { length: t("Too long to be finished"), filtered: t("Held back"), refused: t("Declined") };

export function outcome({ status, error, finish_reason }) {
  if (status === "cancelled") return { title: t("Stopped"), text: t("What was written so far is kept.") };
  if (status !== "error") return null;
  const { error: reason, retryable = true } = typeof error === "object" && error ? error : { error };
  const advice = retryable ? t("Trying again may help.") : t("Trying again as it is will not help.");
  return { title: TITLES[finish_reason] ?? t("This answer failed"), text: `${translate(reason || t("Something went wrong on our side."))} ${advice}` };
}

/** What a run that goes on is doing: a key for styles, and a word; or that a long text is on its way. */
export function activity({ status, phase, content, tool_calls, partial }) {
  if (partial) return ["loading", t("Loading the text")];
  if (phase === "stopping") return ["stopping", t("Stopping")];
  if (status === "pending") return ["queued", t("Queued")];
  if (tool_calls.some(isUndecided)) return ["undecided", t("Waiting for you")];
  if (tool_calls.some((call) => call.status === "running")) return ["building", t("Building")];
  return content ? ["writing", t("Writing")] : ["thinking", t("Thinking")];
}
