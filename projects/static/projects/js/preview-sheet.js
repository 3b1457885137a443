// Where there is no room for a third column, the studio is a sheet that a button opens.
import { ModalLayer } from "./modal-layer.js";

export function makeSheet(sheet, opener) {
  return new ModalLayer(sheet, {
    veil: document.querySelector(".drawer-veil"),
    openers: [opener],
    closer: sheet.querySelector("[data-role=close-preview]"),
    first: "[tabindex]",
    fits: "(min-width: 60rem)",
  });
}
