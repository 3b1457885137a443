// `<build-card>`: a film in the making, as one card: a place for each scene, which its picture fills when it is there.
import { callDetails } from "./call-details.js";
import { h, setText } from "./dom.js";
import { duration } from "./duration.js";
import "./elapsed-time.js";
import { documentAt, newestFor } from "./film-documents.js";
import { icon } from "./icons.js";
import { SceneChip } from "./scene-chip.js";
import { isOver, slotsOf } from "./tool-steps.js";
import { problemOf, remarksOf } from "./tool-card.js";
import { plural, t } from "./words.js";

export class BuildCard extends HTMLElement {
  #parts = null;
  #chips = [];
  #calls = [];
  #shown = null; // the document whose scenes the pictures show

  /** @param view `{step, isOver}`: whether the answer is over, so that no more scenes come */
  update({ step, isOver: isAnswerOver }) {
    this.#parts ??= this.#build();
    const slots = slotsOf(step).filter(({ call }) => call || !isAnswerOver);
    const state = stateOf(step, slots, isAnswerOver);
    this.#drawTitle(step, slots, state);
    this.#drawSlots(slots, state);
    this.#drawNotes(step.calls);
    if (step.calls.some((call, index) => saysMore(call, this.#calls[index]))) this.#drawInside(step.calls);
    this.#calls = step.calls;
    this.#drawPictures(step, slots, state);
  }

  #build() {
    const parts = {
      icon: h("span", { class: "tool-icon" }),
      title: h("span", { class: "tool-title" }),
      time: h("span", { class: "tool-time" }),
      scenes: h("ol", { class: "build-scenes", "aria-label": t("Scenes") }),
      notes: h("div", { class: "build-notes" }),
      inside: h("div", { class: "build-inside" }),
    };
    const summary = h("summary", {}, parts.icon, parts.title, parts.time, h("span", { class: "tool-more" }, t("Details")));
    this.append(h("details", {}, summary, parts.inside), parts.scenes, parts.notes);
    return parts;
  }

  #drawTitle({ calls }, slots, state) {
    const { icon: place, title, time } = this.#parts;
    setText(title, titleOf(calls, slots, state));
    if (state !== this.dataset.status) {
      this.dataset.status = state;
      place.replaceChildren(icon(state));
      time.replaceChildren(state === "running" ? h("elapsed-time") : "");
    }
    const { began, ended } = spanOf(calls);
    if (state === "running") time.firstChild.since = began;
    else setText(time, ended > began ? duration(ended - began) : "");
  }

  #drawSlots(slots, state) {
    const { scenes } = this.#parts;
    while (this.#chips.length > slots.length) this.#chips.pop().element.parentElement.remove();
    slots.forEach(({ name, call }, index) => {
      if (!this.#chips[index]) {
        this.#chips[index] = new SceneChip();
        scenes.append(h("li", {}, this.#chips[index].element));
      }
      this.#chips[index].update({ number: index + 1, name, state: call?.status ?? (state === "running" ? "planned" : "cancelled") });
    });
    scenes.hidden = slots.length === 0;
  }

  /** While it is being made, the newest video has the scenes; then the one that it came to. */
  async #drawPictures({ calls }, slots, state) {
    const done = slots.filter(({ call }) => call?.status === "success").length;
    if (done === 0) return;
    const last = Math.max(0, ...calls.map(({ revision }) => revision ?? 0));
    const newest = newestFor(this);
    const storyboard = state === "running" && newest?.revision >= last ? newest : await documentAt(last, this);
    if (!storyboard) return;
    const key = `${storyboard.revision} ${done}`;
    if (key === this.#shown) return;
    this.#shown = key;
    const left = [...storyboard.scenes];
    slots.forEach(({ name, call }, index) => {
      if (call?.status !== "success") return;
      const at = left.findIndex((scene) => scene.name === name);
      this.#chips[index]?.show(storyboard, at < 0 ? null : left.splice(at, 1)[0]);
    });
  }

  #drawNotes(calls) {
    const sentences = calls.map((call) => (call.status === "error" ? problemOf(call) : remarksOf(call.payload))).filter(Boolean);
    const { notes } = this.#parts;
    if (notes.textContent !== sentences.join("")) notes.replaceChildren(...sentences.map((text) => h("p", { class: "tool-detail", dir: "auto" }, text)));
  }

  #drawInside(calls) {
    const rows = calls.map((call) => {
      const { title, name, elapsed_ms } = call;
      const time = h("span", { class: "tool-time" }, elapsed_ms == null ? "" : duration(elapsed_ms));
      const line = h("summary", {}, h("span", { class: "tool-title", dir: "auto" }, title || name), time);
      return h("details", { "data-status": call.status }, line, h("dl", { class: "tool-inside" }, ...callDetails(call)));
    });
    this.#parts.inside.replaceChildren(...rows);
  }
}

const saysMore = (call, before) => ["status", "arguments", "payload"].some((name) => call[name] !== before?.[name]);

function stateOf({ calls }, slots, isAnswerOver) {
  if (!calls.every(isOver) || (!isAnswerOver && slots.some(({ call }) => !call))) return "running";
  const wanted = slots.map(({ call }) => call?.status);
  if (wanted.includes("cancelled")) return "cancelled";
  return wanted.includes("error") || calls.some(({ name, status }) => name === "plan_video" && status === "error") ? "error" : "success";
}

function titleOf(calls, slots, state) {
  const isFilm = calls.some(({ name }) => name === "plan_video");
  const count = slots.length;
  const done = slots.filter(({ call }) => call?.status === "success").length;
  if (state === "running" && slots.length === 0) return t("Planning the film");
  if (state === "running" && isFilm) return plural(count, "Building {count} scene · {done} done", "Building {count} scenes · {done} done", { done });
  if (state === "running") return plural(count, "Adding {count} scene · {done} done", "Adding {count} scenes · {done} done", { done });
  if (count === 0) return t("Planned the film");
  if (done < count && isFilm) return plural(count, "Built {done} of {count} scene", "Built {done} of {count} scenes", { done });
  if (done < count) return plural(count, "Added {done} of {count} scene", "Added {done} of {count} scenes", { done });
  return isFilm ? plural(count, "Built {count} scene", "Built {count} scenes") : plural(count, "Added {count} scene", "Added {count} scenes");
}

/** In ms of the server's clock. */
function spanOf(calls) {
  const begun = calls.filter(({ started }) => started);
  const began = Math.min(...begun.map(({ started }) => started));
  return { began, ended: Math.max(...begun.map(({ started, elapsed_ms }) => started + (elapsed_ms ?? 0))) };
}

customElements.define("build-card", BuildCard);
