// The right edge of a block is dragged: the scene lasts longer or shorter, in tenths of a second, and says how long meanwhile.
import { setText } from "./dom.js";
import { secondsOf as words } from "./playing-time.js";

export const SHORTEST = 0.5; // seconds, as the server has it
export const LONGEST = 60;

/** In tenths, within what a scene may last. */
export const trimmed = (seconds) => Math.round(Math.min(LONGEST, Math.max(SHORTEST, seconds)) * 10) / 10;

/** `secondsOf(sceneId)`: how long a scene lasts in the video. */
export function listenForTrim(list, secondsOf, edit) {
  let trim = null;

  list.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary || !event.target.matches(".shot-trim")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const block = event.target.closest("li");
    const scene_id = block.querySelector(".shot").dataset.sceneId;
    const before = secondsOf(scene_id);
    trim = { block, scene_id, before, seconds: before, x: event.clientX, scale: block.offsetWidth / before, pointer: event.pointerId };
    list.setPointerCapture(event.pointerId);
    freeze(list);
    block.classList.add("is-trimmed");
  });
  list.addEventListener("pointermove", (event) => {
    if (event.pointerId !== trim?.pointer) return;
    trim.seconds = trimmed(trim.before + (event.clientX - trim.x) / trim.scale);
    trim.block.style.flexBasis = `${trim.seconds * trim.scale}px`;
    setText(trim.block.querySelector(".shot-length"), words(trim.seconds));
  });
  list.addEventListener("pointerup", (event) => {
    if (event.pointerId !== trim?.pointer) return;
    const { scene_id, seconds, before, block } = trim;
    trim = null;
    block.classList.remove("is-trimmed");
    if (seconds === before) release(list);
    else edit({ operation: "set_duration", scene_id, seconds });
  });
  list.addEventListener("pointercancel", () => {
    if (!trim) return;
    setText(trim.block.querySelector(".shot-length"), words(trim.before));
    trim.block.classList.remove("is-trimmed");
    trim = null;
    release(list);
  });
}

/** The others keep their widths while one is dragged: else the edge would run away from the pointer. */
export function freeze(list) {
  const widths = [...list.children].map(({ offsetWidth }) => offsetWidth);
  [...list.children].forEach((block, i) => {
    block.style.flex = `0 0 ${widths[i]}px`;
    block.style.setProperty("min-width", "0");
  });
}

/** Every block is as wide as the video has it. */
export function release(list) {
  for (const block of list.children) {
    block.style.removeProperty("flex");
    block.style.removeProperty("min-width");
  }
}
