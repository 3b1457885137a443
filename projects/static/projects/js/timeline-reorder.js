// A block of the timeline is dragged to another place: it follows the pointer, the others make room. Where a finger scrolls the
// timeline, it takes hold of a block by resting on it.

const BEGINS = 6; // px: less is a click
const REST = 350; // ms
const EDGE = 32; // px from either end of what is in sight: there the timeline goes along

export function listenForReorder(list, edit) {
  let drag = null;
  let wasDragged = false;
  const scroller = list.closest(".timeline");

  list.addEventListener("pointerdown", (event) => {
    wasDragged = false;
    const button = event.target.closest(".shot");
    if (event.button !== 0 || !event.isPrimary || !button || list.childElementCount < 2) return;
    drag = { button, x: event.clientX, scrolled: scroller.scrollLeft, pointer: event.pointerId, blocks: null, rest: null };
    if (event.pointerType === "touch" && list.closest("[data-overflows]")) drag.rest = setTimeout(() => begin(list, drag), REST);
  });
  list.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.pointer) return;
    const isHeld = drag.rest === null && Math.abs(event.clientX - drag.x) >= BEGINS;
    if (!drag.blocks && !isHeld) return;
    if (!drag.blocks) begin(list, drag);
    goAlong(scroller, event.clientX);
    move(drag, event.clientX - drag.x + scroller.scrollLeft - drag.scrolled);
  });
  // The finger's next move would scroll the timeline, and end the drag.
  list.addEventListener("touchmove", (event) => drag?.blocks && event.preventDefault(), { passive: false });
  list.addEventListener("contextmenu", (event) => drag?.rest && event.preventDefault());
  list.addEventListener("pointerup", (event) => {
    if (event.pointerId !== drag?.pointer) return;
    const { blocks, from, to, button } = drag;
    clearTimeout(drag.rest);
    wasDragged = blocks !== null;
    drag = null;
    if (!blocks) return;
    if (to === from) return resetBlocks(list);
    button.closest("li").classList.add("is-dropped");
    edit({ operation: "move_scene", scene_id: button.dataset.sceneId, to: to + 1 });
  });
  const cancel = () => {
    clearTimeout(drag?.rest);
    if (drag?.blocks) resetBlocks(list);
    drag = null;
  };
  list.addEventListener("pointercancel", cancel);
  list.addEventListener("lostpointercapture", ({ target }) => target === list && drag && cancel()); // a finger's begins at the block
  list.addEventListener("keydown", (event) => event.key === "Escape" && drag?.blocks && (event.stopPropagation(), (wasDragged = true), cancel()));
  list.addEventListener("click", (event) => wasDragged && event.stopImmediatePropagation(), { capture: true });
  list.addEventListener("dragstart", (event) => event.preventDefault());
}

/** Every block is where the video has it. */
export function resetBlocks(list) {
  list.classList.remove("is-reordering");
  for (const block of list.children) {
    block.classList.remove("is-dragged", "is-dropped");
    block.style.removeProperty("translate");
  }
}

function begin(list, drag) {
  list.setPointerCapture(drag.pointer);
  const element = drag.button.closest("li");
  drag.blocks = [...list.children].map((block) => ({ block, left: block.offsetLeft, width: block.offsetWidth }));
  drag.from = drag.to = drag.blocks.findIndex(({ block }) => block === element);
  list.classList.add("is-reordering");
  element.classList.add("is-dragged");
}

function goAlong(scroller, x) {
  const { left, right } = scroller.getBoundingClientRect();
  if (x < left + EDGE) scroller.scrollLeft -= BEGINS;
  if (x > right - EDGE) scroller.scrollLeft += BEGINS;
}

function move(drag, by) {
  const { blocks, from } = drag;
  const own = blocks[from];
  const middle = own.left + own.width / 2 + by;
  const others = blocks.filter((_, i) => i !== from);
  const gap = blocks.length > 1 ? blocks[1].left - blocks[0].left - blocks[0].width : 0;
  drag.to = others.filter(({ left, width }) => middle > left + width / 2).length;
  own.block.style.translate = `${by}px`;
  others.forEach(({ block }, i) => {
    const aside = i >= from && i < drag.to ? -1 : i < from && i >= drag.to ? 1 : 0;
    block.style.translate = aside ? `${aside * (own.width + gap)}px` : "";
  });
}
