// Following the newest text. Any upward wheel, touch or key detaches; only reaching the bottom attaches again.

const NEAR_PX = 4;
const UPWARD_KEYS = new Set(["ArrowUp", "PageUp", "Home"]);

export class ScrollFollowing extends EventTarget {
  #scroller;
  #touchY = 0;
  #lastTop = 0;
  #lastHeight = 0;
  isFollowing = true;

  constructor(scroller, content) {
    super();
    this.#scroller = scroller;
    scroller.addEventListener("wheel", (event) => event.deltaY < 0 && this.#detach(), { passive: true });
    scroller.addEventListener("touchstart", (event) => (this.#touchY = event.touches[0].clientY), { passive: true });
    scroller.addEventListener("touchmove", (event) => this.#onTouch(event.touches[0].clientY), { passive: true });
    // Who opens a card wants to read it, and who edits a message to write there.
    scroller.addEventListener("click", ({ target }) => target.closest("summary, .edit") && this.#detach());
    scroller.addEventListener("keydown", (event) => this.#onKeydown(event));
    scroller.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    const resized = new ResizeObserver(() => this.isFollowing && this.toBottom());
    resized.observe(content);
    resized.observe(scroller);
  }

  toBottom() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#lastTop = this.#scroller.scrollTop;
    this.#set(true);
  }

  #onTouch(y) {
    if (y > this.#touchY + 1) this.#detach();
    this.#touchY = y;
  }

  #onKeydown({ key, shiftKey }) {
    if (UPWARD_KEYS.has(key) || (key === " " && shiftKey)) this.#detach();
  }

  #onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const isAtBottom = scrollHeight - scrollTop - clientHeight <= NEAR_PX;
    const isDownward = scrollTop > this.#lastTop;
    // The scroll bar, dragged.
    const isUpward = scrollTop < this.#lastTop - 1 && scrollHeight >= this.#lastHeight;
    this.#lastTop = scrollTop;
    this.#lastHeight = scrollHeight;
    if (isAtBottom && isDownward) this.#set(true);
    else if (isUpward && !isAtBottom) this.#detach();
  }

  #detach() {
    if (this.#scroller.scrollHeight > this.#scroller.clientHeight) this.#set(false);
  }

  #set(isFollowing) {
    if (isFollowing === this.isFollowing) return;
    this.isFollowing = isFollowing;
    this.dispatchEvent(new Event("change"));
  }
}
