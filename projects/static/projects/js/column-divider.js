// The line between the conversation and the studio is dragged, or moved by the arrows; a double click puts it back.
import { keepWidth, LEAST, MOST, showWidth } from "./chat-width.js";
import { h } from "./dom.js";
import { followPointer } from "./pointer-drag.js";
import { t } from "./words.js";

const STEP = 2; // %

export function addDivider(column) {
  const main = document.querySelector("main");
  const divider = h("div", {
    class: "column-divider",
    role: "separator",
    tabindex: "0",
    "aria-orientation": "vertical",
    "aria-valuemin": LEAST,
    "aria-valuemax": MOST,
    "aria-label": t("Width of the conversation"),
    title: t("Drag to change the width; double click: as it was"),
  });
  const isRtl = () => getComputedStyle(column).direction === "rtl";
  const widthOf = () => (main.offsetWidth / document.documentElement.clientWidth) * 100;
  const updateValue = () => (divider.ariaValueNow = String(Math.round(widthOf())));
  const set = (percent) => {
    const width = percent && Math.min(MOST, Math.max(LEAST, percent));
    showWidth(width);
    keepWidth(width);
    updateValue();
  };
  divider.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const [width, way] = [widthOf(), isRtl() ? -1 : 1];
    const move = ({ clientX }) => set(width + (way * (clientX - event.clientX) * 100) / document.documentElement.clientWidth);
    followPointer(divider, event, move);
  });
  divider.addEventListener("keydown", (event) => {
    const step = isRtl() ? -STEP : STEP;
    const to = { ArrowLeft: widthOf() - step, ArrowRight: widthOf() + step, Home: LEAST, End: MOST }[event.key];
    if (!to) return;
    event.preventDefault();
    set(to);
  });
  divider.addEventListener("dblclick", () => set(null));
  column.prepend(divider);
  new ResizeObserver(updateValue).observe(main);
}
