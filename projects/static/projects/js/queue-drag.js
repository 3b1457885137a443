// A message that waits is dragged by its grip to another place: it follows the pointer, the others make room.
import { followPointer } from "./pointer-drag.js";

/** `moved(row, to)` is called when a row was let go of at another place. */
export function listenForQueueDrag(list, moved) {
  list.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary || !event.target.matches(".grip")) return;
    event.preventDefault(); // no text is selected on the way
    const row = event.target.closest("li");
    if (row.ariaBusy !== "true") drag(list, row, event, moved);
  });
}

function drag(list, row, event, moved) {
  const rows = [...list.children].map((each) => ({ each, top: each.offsetTop, height: each.offsetHeight }));
  const from = rows.findIndex(({ each }) => each === row);
  const others = rows.filter((_, i) => i !== from);
  const start = event.clientY + list.scrollTop;
  let to = from;
  row.classList.add("is-dragged");

  const move = ({ clientY }) => {
    const by = clientY + list.scrollTop - start;
    const middle = rows[from].top + rows[from].height / 2 + by;
    to = others.filter(({ top, height }) => middle > top + height / 2).length;
    row.style.translate = `0 ${by}px`;
    others.forEach(({ each }, i) => {
      const aside = i >= from && i < to ? -1 : i < from && i >= to ? 1 : 0;
      each.style.translate = aside ? `0 ${aside * rows[from].height}px` : "";
    });
  };
  const reset = () => {
    row.classList.remove("is-dragged");
    for (const { each } of rows) each.style.translate = "";
  };
  followPointer(list, event, move, ({ type }) => {
    reset();
    if (type === "pointerup" && to !== from) moved(row, to);
  });
}
