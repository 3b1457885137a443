// `<tool-card>`: one tool call: what it does, how far it is, and on demand what went in and what came out.
import { h, setText } from "./dom.js";
import { downloadLink } from "./download-link.js";
import { duration } from "./duration.js";
import "./elapsed-time.js";
import { icon } from "./icons.js";

const WORDS = { queued: "Queued", running: "Running", success: "Done", error: "Failed", cancelled: "Cancelled" };

const pretty = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

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
      status: h("span", { class: "tool-status" }),
      time: h("span", { class: "tool-time" }),
      progress: h("progress", { max: "1", "aria-label": "Progress", hidden: true }),
      detail: h("p", { class: "tool-detail", dir: "auto", hidden: true }),
      file: h("p", { class: "tool-file", hidden: true }),
      inside: h("dl", { class: "tool-inside" }),
    };
    const summary = h("summary", {}, parts.icon, parts.title, parts.status, parts.time);
    this.append(h("details", {}, summary, parts.inside), parts.progress, parts.detail, parts.file);
    return parts;
  }

  #draw(call, before) {
    const { icon: iconSlot, title, status, time, progress, detail, inside } = this.#parts;
    const isRunning = call.status === "running";
    setText(title, call.title || call.name);
    if (call.status !== before?.status) {
      this.dataset.status = call.status;
      this.dataset.toolCallId = call.tool_call_id;
      iconSlot.replaceChildren(icon(call.status));
      setText(status, WORDS[call.status] ?? call.status);
      time.replaceChildren(isRunning ? h("elapsed-time") : call.elapsed_ms == null ? "" : duration(call.elapsed_ms));
    }
    if (isRunning && call.started) time.firstChild.since = call.started;
    progress.hidden = !isRunning;
    if (call.progress == null) progress.removeAttribute("value");
    else progress.value = call.progress;
    const words = call.status === "error" ? errorText(call.error) : isRunning ? call.detail : remarksOf(call.payload);
    setText(detail, words ?? "");
    detail.hidden = !words;
    if (call.arguments !== before?.arguments || call.payload !== before?.payload) this.#drawInside(inside, call);
    if (call.payload !== before?.payload) this.#drawFile(this.#parts.file, downloadLink(call.payload?.asset));
  }

  #drawFile(place, parts) {
    place.replaceChildren(...parts);
    place.hidden = parts.length === 0;
  }

  #drawInside(inside, { name, arguments: args, payload }) {
    const row = (term, value) => [h("dt", {}, term), h("dd", {}, h("pre", { tabindex: "0", dir: "ltr" }, pretty(value)))];
    const rows = [h("dt", {}, "Tool"), h("dd", {}, h("code", {}, name))];
    if (args !== undefined) rows.push(...row("Arguments", args));
    if (payload !== undefined) rows.push(...row("Result", payload));
    inside.replaceChildren(...rows);
  }
}

function remarksOf(payload) {
  const { left_out: facts = [], unshipped_letters: letters } = payload ?? {};
  const leftOut = facts.length ? `Not in the video: ${facts.join(", ")}` : "";
  return [leftOut, letters && `These letters are drawn in your computer's fonts: ${letters}`].filter(Boolean).join(". ");
}

const errorText = (error) => (typeof error === "object" ? error?.error : error);

customElements.define("tool-card", ToolCard);
