// `<planned-scenes>`: behind the blocks of the timeline, a place for each scene that a film in the making is still to get, as wide
// as it will last: no block moves when the next one comes.
import { h } from "./dom.js";
import { isLive } from "./state.js";

export class PlannedScenes extends HTMLElement {
  #page = document.querySelector("chat-page");
  #storyboard = null;

  connectedCallback() {
    this.ariaHidden = "true";
    this.dataset.followsVideo = "";
    this.#page?.stream?.addEventListener("event", ({ detail: { type } }) => type === "finalized" && this.#draw());
  }

  set storyboard(storyboard) {
    this.#storyboard = storyboard;
    this.#draw();
  }

  #draw() {
    const { messages = [], storyboard = null } = this.#page?.state ?? {};
    if (storyboard?.revision !== this.#storyboard?.revision) return; // what is newer is on its way
    const scenes = storyboard ? scenesToCome(messages, storyboard) : [];
    while (this.childElementCount > scenes.length) this.firstElementChild.remove();
    if (this.childElementCount < scenes.length) this.replaceChildren(...scenes.map((scene) => place(scene, storyboard.canvas.fps)));
  }
}

function place({ name, seconds }, fps) {
  const element = h("span", { class: "planned-scene" }, h("span", { dir: "auto" }, name));
  element.style.setProperty("--length", Math.round(seconds * fps));
  return element;
}

/** Of the newest plan of an answer that is being written: `{name, seconds}`. Its scenes come in their order. */
export function scenesToCome(messages, { scenes }) {
  const calls = messages.findLast(isLive)?.tool_calls ?? [];
  const plan = calls.findLast(({ name, status }) => name === "plan_video" && status === "success");
  return (plan?.payload?.scenes ?? []).slice(scenes.length);
}

customElements.define("planned-scenes", PlannedScenes);
