// What a screen reader hears of an event: starts, ends, tool results and what others did to the video.
import { say, summaryOf } from "./phrases.js";
import { t, translate } from "./words.js";

const ENDS = { success: t("Answer finished."), error: t("The answer failed."), cancelled: t("The answer was stopped.") };

/** A sentence, or undefined. `toolTitle`: of the call whose result it is. */
export function wordsOf(event, toolTitle) {
  if (event.type === "status" && event.status === "thinking") return t("Answer started.");
  if (event.type === "approval_requested") return t("{tool}: this needs your word.", { tool: translate(event.title) });
  if (event.type === "tool_result") return resultOf(event, toolTitle);
  if (event.type === "storyboard" && event.cause !== "tool") return t("The video has changed: {summary}.", { summary: summaryOf(event) });
  if (event.type === "finalized") return ENDS[event.status];
}

/** What a tool did to the video is said with it: nobody sees it happen. */
function resultOf({ name, success, payload, revision }, title) {
  const change = revision && payload?.summary ? ` ${changesOf(payload)}.` : "";
  return (success ? t("{tool}: done.", { tool: title ?? name }) : t("{tool}: failed.", { tool: title ?? name })) + change;
}

/** A change of the whole video, such as its colours, is in the summary alone. */
function changesOf({ changes, summary }) {
  if (!changes?.length) return summary;
  const describe = ({ number, words, phrases }) => (number ? `${t("Scene {number}", { number })}: ` : "") + (phrases?.map(say) ?? words).join(", ");
  return changes.map(describe).join("; ");
}
