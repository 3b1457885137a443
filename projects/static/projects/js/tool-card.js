// `<tool-card>`: one tool call: what it does, how far it is, what it changed; what went in and out of it behind t("Details").
import { callDetails } from "./call-details.js";
import { h, setText } from "./dom.js";
import { downloadLink } from "./download-link.js";
import { duration } from "./duration.js";
import "./elapsed-time.js";
import { documentAt } from "./film-documents.js";
import { icon } from "./icons.js";
import { capitalised, say } from "./phrases.js";
import { SceneChip } from "./scene-chip.js";
import { t, translate } from "./words.js";

const WORTH_TELLING = 1000; // ms
const WORDS = { queued: t("Queued"), running: t("Running"), success: t("Done"), error: t("Failed"), cancelled: t("Cancelled") };

export class ToolCard extends HTMLElement {
  #call = null;
  #parts = null;

  set call(call) {
    if (call === this.#call) return;
    this.#parts ??= this.#build();
    this.#draw(call, this.#call);
    this.#call = call;
  }

  #build() {
    const parts = {
      icon: h("span", { class: "tool-icon" }),
      title: h("span", { class: "tool-title", dir: "auto" }),
      status: h("span", { class: "visually-hidden" }),
      time: h("span", { class: "tool-time" }),
      progress: h("progress", { max: "1", "aria-label": t("Progress"), hidden: true }),
      detail: h("p", { class: "tool-detail", dir: "auto", hidden: true }),
      changes: h("ul", { class: "changes", "aria-label": t("Changes of the video"), hidden: true }),
      file: h("p", { class: "tool-file", hidden: true }),
      inside: h("dl", { class: "tool-inside" }),
    };
    const more = h("span", { class: "tool-more" }, t("Details"));
    const summary = h("summary", {}, parts.icon, parts.title, parts.status, parts.time, more);
    this.append(h("details", {}, summary, parts.inside), parts.progress, parts.changes, parts.detail, parts.file);
    return parts;
  }

  #draw(call, before) {
    const { icon: iconSlot, title, status, time, progress, detail, inside } = this.#parts;
    const isRunning = call.status === "running";
    setText(title, translate(call.title || call.name));
    if (call.status !== before?.status) {
      this.dataset.status = call.status;
      this.dataset.toolCallId = call.tool_call_id;
      iconSlot.replaceChildren(icon(call.status));
      setText(status, WORDS[call.status] ?? call.status);
      time.replaceChildren(isRunning ? h("elapsed-time") : call.elapsed_ms >= WORTH_TELLING ? duration(call.elapsed_ms) : "");
    }
    if (isRunning && call.started) time.firstChild.since = call.started;
    progress.hidden = !isRunning;
    if (call.progress == null) progress.removeAttribute("value");
    else progress.value = call.progress;
    const words = call.status === "error" ? problemOf(call) : isRunning ? call.detail : remarksOf(call.payload);
    setText(detail, words ?? "");
    detail.hidden = !words;
    if (call.arguments !== before?.arguments || call.payload !== before?.payload) inside.replaceChildren(...callDetails(call));
    if (call.payload === before?.payload && call.status === before?.status) return;
    this.#drawFile(this.#parts.file, downloadLink(call.payload?.asset));
    this.#drawChanges(this.#parts.changes, call);
  }

  #drawFile(place, parts) {
    place.replaceChildren(...parts);
    place.hidden = parts.length === 0;
  }

  #drawChanges(list, call) {
    const changes = call.status === "success" && call.revision ? changesOf(call.payload ?? {}) : [];
    list.hidden = changes.length === 0;
    list.replaceChildren(...changes.map((change) => this.#drawChange(change, call)));
  }

  #drawChange({ scene_id, number, name, words, phrases }, { revision }) {
    const parts = phrases?.map(say) ?? words;
    const line = h("li", {}, ...parts.map((each) => h("span", { class: "change", dir: "auto" }, scene_id ? each : capitalised(each))));
    if (!scene_id) return line;
    const chip = new SceneChip();
    chip.update({ number, name, state: "success" });
    line.prepend(chip.element);
    documentAt(revision, this).then((storyboard) => {
      const scene = storyboard?.scenes.find(({ id }) => id === scene_id);
      if (scene) chip.show(storyboard, scene);
    });
    return line;
  }
}

/** Each `{words, phrases}`, with `scene_id`, `number` and `name` if it is one of a scene. A call of an older server has its summary alone. */
const changesOf = ({ changes, summary }) => changes ?? (summary ? [{ words: [summary] }] : []);

export function remarksOf(payload) {
  const { left_out: facts = [], unshipped_letters: letters } = payload ?? {};
  const leftOut = facts.length ? t("Not in the video: {facts}", { facts: facts.join(", ") }) : "";
  return [leftOut, letters && t("These letters are drawn in your computer's fonts: {letters}", { letters })].filter(Boolean).join(". ");
}

/** Why a call failed, in words for a person: where those are for a model alone, there is a notice. */
export const problemOf = ({ payload, error }) => payload?.notice ?? error;

customElements.define("tool-card", ToolCard);
