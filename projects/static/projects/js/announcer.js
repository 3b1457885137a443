// What a screen reader hears: starts, ends, tool results and the connection, through one polite live region. The text
// that streams is no live region: it would be read to pieces.
import { say, summaryOf } from "./phrases.js";
import { t, translate } from "./words.js";

const SPOKEN_EVERY_MS = 1000;

const ENDS = { success: t("Answer finished."), error: t("The answer failed."), cancelled: t("The answer was stopped.") };

/** What a tool did to the video is said with it: nobody sees it happen. */
function resultOf({ name, success, payload, revision }, title) {
  const change = revision && payload?.summary ? ` ${changesOf(payload)}.` : "";
  return (success ? t("{tool}: done.", { tool: title ?? name }) : t("{tool}: failed.", { tool: title ?? name })) + change;
}

/** A change of the whole video, such as its colours, is in the summary alone. */
function changesOf({ changes, summary }) {
  if (!changes?.length) return summary;
  const said = ({ number, words, phrases }) => (number ? `${t("Scene {number}", { number })}: ` : "") + (phrases?.map(say) ?? words).join(", ");
  return changes.map(said).join("; ");
}

export class Announcer {
  #region;
  #queue = [];
  #timer = null;

  constructor(region) {
    this.#region = region;
  }

  announce(text) {
    if (!text) return;
    this.#queue.push(text);
    this.#timer ??= setTimeout(() => this.#speak(), SPOKEN_EVERY_MS / 4);
  }

  announceEvent(event, toolTitle) {
    if (event.type === "status" && event.status === "thinking") this.announce(t("Answer started."));
    if (event.type === "approval_requested") this.announce(t("{tool}: this needs your word.", { tool: translate(event.title) }));
    if (event.type === "tool_result") this.announce(resultOf(event, toolTitle));
    if (event.type === "storyboard" && event.cause !== "tool") this.announce(t("The video has changed: {summary}.", { summary: summaryOf(event) }));
    if (event.type === "finalized") this.announce(ENDS[event.status]);
  }

  #speak() {
    this.#region.textContent = [...new Set(this.#queue)].join(" ");
    this.#queue = [];
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#queue.length) this.#speak();
    }, SPOKEN_EVERY_MS);
  }
}
