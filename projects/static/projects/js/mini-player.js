// Where the film stands above the conversation it makes room for who reads back: it becomes a strip. At the end of the
// conversation, or by a press on it, it is large again.

const AWAY = 320; // px from the end of the conversation
const NEAR = 8;

export function makeMiniPlayer(column, scroller) {
  const narrow = matchMedia("(max-width: 47.99rem)");
  let isWanted = false; // large, though one reads back

  /** What is read stays where it is on the screen. */
  const set = (isMini) => {
    if (column.hasAttribute("data-mini") === isMini) return;
    const top = () => scroller.getBoundingClientRect().top;
    const before = top();
    column.toggleAttribute("data-mini", isMini);
    scroller.scrollTop += top() - before;
  };
  const follow = () => {
    const away = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (away < NEAR) isWanted = false;
    if (away < NEAR || !narrow.matches) set(false);
    else if (away > AWAY && !isWanted) set(true);
  };
  const enlarge = (event) => {
    if (!column.hasAttribute("data-mini") || column.matches(".is-open")) return;
    event.stopImmediatePropagation(); // in a strip nothing is played or typed into
    if (event.type !== "click") return;
    isWanted = true;
    set(false);
  };
  scroller.addEventListener("scroll", follow, { passive: true });
  narrow.addEventListener("change", follow);
  for (const type of ["pointerdown", "click"]) column.querySelector(".preview-monitor").addEventListener(type, enlarge, { capture: true });
}
