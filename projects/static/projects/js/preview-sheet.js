// Where there is no room for a third column, the studio is a sheet that a button opens.
import { ModalLayer } from "./modal-layer.js";
import { addHandle } from "./sheet-detents.js";

export function makeSheet(sheet, opener) {
  opener.addEventListener("click", () => sheet.parentElement.style.setProperty("--film-height", `${sheet.getBoundingClientRect().height}px`));
  const layer = new ModalLayer(sheet, {
    veil: document.querySelector(".drawer-veil"),
    openers: [opener],
    closer: sheet.querySelector("[data-role=close-preview]"),
    first: ".preview-monitor",
    fits: "(min-width: 48rem)",
  });
  addHandle(sheet, () => layer.close());
}
