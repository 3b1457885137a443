// The list of projects where there is no room for it: a drawer over the page. Loaded when it is opened for the first time.
import { ModalLayer } from "./modal-layer.js";

const sidebar = document.querySelector("#sidebar");
const layer = new ModalLayer(sidebar, {
  veil: document.querySelector(".drawer-veil"),
  openers: document.querySelectorAll("[data-action=open-projects]"),
  closer: sidebar.querySelector("[data-action=close-projects]"),
  fits: "(min-width: 48rem)",
});

export const openDrawer = (opener) => layer.open(opener);
