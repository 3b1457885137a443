// The handle of a sheet: dragged, the sheet stops at 40 or 90 % of the screen, or closes; pressed, it goes to the other one.
import { h } from "./dom.js";
import { t } from "./words.js";

const DETENTS = [0.4, 0.9]; // of the height of the screen
const CLOSES = 0.2; // let go below it, the sheet closes
const STILL = 4; // pixels that a finger may move and still press

export function addHandle(sheet, close) {
  let height = DETENTS.at(-1);
  let begun = null; // {y, height} of the drag that goes on
  let wasDragged = false; // the click that follows a drag is none
  const handle = h("button", { type: "button", class: "sheet-handle", "aria-label": t("Height of the sheet") }, h("span", { "aria-hidden": "true" }));
  const set = (part) => sheet.style.setProperty("--sheet-height", part);
  const rest = (part) => {
    height = part;
    set(part);
    handle.ariaExpanded = String(part === DETENTS.at(-1));
  };
  const partAt = ({ clientY }) => Math.min(DETENTS.at(-1), Math.max(0.1, begun.height - (clientY - begun.y) / innerHeight));
  const end = (event) => {
    if (!begun) return;
    const [part, isPress] = [partAt(event), Math.abs(event.clientY - begun.y) < STILL];
    begun = null;
    sheet.classList.remove("is-dragged");
    wasDragged = !isPress;
    if (isPress) return; // the click follows
    rest(part < CLOSES ? DETENTS.at(-1) : nearest(part));
    if (part < CLOSES) close();
  };
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    begun = { y: event.clientY, height };
    sheet.classList.add("is-dragged");
  });
  handle.addEventListener("pointermove", (event) => begun && set(partAt(event)));
  handle.addEventListener("pointerup", end);
  handle.addEventListener("pointercancel", end);
  handle.addEventListener("click", () => {
    if (!wasDragged) rest(height === DETENTS[0] ? DETENTS[1] : DETENTS[0]);
    wasDragged = false;
  });
  rest(height);
  sheet.prepend(handle);
}

const nearest = (part) => DETENTS.reduce((best, detent) => (Math.abs(detent - part) < Math.abs(best - part) ? detent : best));
