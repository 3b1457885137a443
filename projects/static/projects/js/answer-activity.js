import { isUndecided } from "./state.js";
import { t } from "./words.js";

/** What a run that goes on is doing: a key for styles, and a word; or that a long text is on its way. */
export function activity({ status, phase, content, tool_calls, partial }) {
  if (partial) return ["loading", t("Loading the text")];
  if (phase === "stopping") return ["stopping", t("Stopping")];
  if (status === "pending") return ["queued", t("Queued")];
  if (tool_calls.some(isUndecided)) return ["undecided", t("Waiting for you")];
  if (tool_calls.some((call) => call.status === "running")) return ["building", t("Building")];
  return content ? ["writing", t("Writing")] : ["thinking", t("Thinking")];
}
