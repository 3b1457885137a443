// The left edge of a block is dragged: the cut before the scene moves. The scene before lasts as much longer as this one shorter, so
// that no other scene moves.
import { setText } from "./dom.js";
import { secondsOf as words } from "./playing-time.js";
import { freeze, release, trimmed } from "./timeline-trim.js";

/** How long a scene may last, next to `seconds`, when it and the one before it last `both` seconds together. */
export function cutAt(seconds, both) {
  return Math.round((both - trimmed(both - trimmed(seconds))) * 10) / 10;
}

/** `secondsOf(sceneId)`: how long a scene lasts in the video. */
export function listenForCuts(list, secondsOf, edit) {
  let cut = null;

  const show = ({ block, seconds, scale }) => {
    block.element.style.flexBasis = `${block.width + (seconds - block.seconds) * scale}px`;
    setText(block.element.querySelector(".shot-length"), words(seconds));
  };
  const showBoth = (seconds) => {
    show({ block: cut.own, seconds, scale: cut.scale });
    show({ block: cut.before, seconds: cut.before.seconds + cut.own.seconds - seconds, scale: cut.scale });
  };
  const end = () => {
    for (const { element } of [cut.own, cut.before]) element.classList.remove("is-cut");
    cut = null;
  };

  list.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary || !event.target.matches(".shot-cut")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const [own, before] = [event.target.closest("li"), event.target.closest("li").previousElementSibling].map((element) => blockOf(element, secondsOf));
    const scale = (own.width + before.width) / (own.seconds + before.seconds); // px of a second
    cut = { own, before, scale, seconds: own.seconds, x: event.clientX, pointer: event.pointerId };
    list.setPointerCapture(event.pointerId);
    freeze(list);
    for (const { element } of [own, before]) element.classList.add("is-cut");
  });
  list.addEventListener("pointermove", (event) => {
    if (event.pointerId !== cut?.pointer) return;
    cut.seconds = cutAt(cut.own.seconds - (event.clientX - cut.x) / cut.scale, cut.before.seconds + cut.own.seconds);
    showBoth(cut.seconds);
  });
  list.addEventListener("pointerup", (event) => {
    if (event.pointerId !== cut?.pointer) return;
    const { seconds, own } = cut;
    end();
    if (seconds === own.seconds) release(list);
    else edit({ operation: "move_cut", scene_id: own.scene_id, seconds });
  });
  list.addEventListener("pointercancel", () => {
    if (!cut) return;
    showBoth(cut.own.seconds);
    end();
    release(list);
  });
}

function blockOf(element, secondsOf) {
  const scene_id = element.querySelector(".shot").dataset.sceneId;
  return { element, scene_id, seconds: secondsOf(scene_id), width: element.offsetWidth };
}
