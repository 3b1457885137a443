// A layer over the page, such as a drawer or a sheet: it takes the focus, the rest of the page is inert, and it ends on
// Escape, on its veil, or where `fits` says that there is room for it beside the rest; then the focus goes back.
const FOCUSABLE = "a[href], button:not([disabled], [hidden]), input:not([disabled], [hidden]), select, textarea, summary, [tabindex='0']";

export class ModalLayer {
  #element;
  #veil;
  #openers;
  #first;
  #onChange;
  #opener = null; // what had the focus when it was opened
  #inert = []; // what was made inert by it
  #onKeydown = (event) => this.#handleKey(event);

  /**
   * `openers`: the buttons that open it, or close it if it is open. `first`: a selector of what takes the focus in it.
   * `fits`: a media query under which it is no layer. `onChange(isOpen)` is called when it was opened or closed.
   */
  constructor(element, { veil, openers, closer, first = FOCUSABLE, fits, onChange = () => {} }) {
    [this.#element, this.#veil, this.#openers, this.#first, this.#onChange] = [element, veil, openers, first, onChange];
    for (const each of openers) each.addEventListener("click", () => (this.isOpen ? this.close() : this.open(each)));
    closer.addEventListener("click", () => this.close());
    veil.addEventListener("click", () => this.close());
    matchMedia(fits).addEventListener("change", () => this.close());
  }

  get isOpen() {
    return this.#element.classList.contains("is-open");
  }

  open(opener) {
    if (this.isOpen) return;
    this.#opener = opener;
    this.#inert = besides(this.#element).filter((each) => each !== this.#veil && !each.inert && !each.contains(this.#veil));
    for (const each of this.#inert) each.inert = true;
    this.#show(true);
    this.#element.querySelector(this.#first)?.focus();
    document.addEventListener("keydown", this.#onKeydown);
  }

  close() {
    if (!this.isOpen) return;
    document.removeEventListener("keydown", this.#onKeydown);
    for (const each of this.#inert) each.inert = false;
    this.#show(false);
    this.#opener.focus();
  }

  #show(isOpen) {
    this.#element.classList.toggle("is-open", isOpen);
    for (const each of this.#openers) each.ariaExpanded = String(isOpen);
    this.#onChange(isOpen);
  }

  /** Escape ends first what it ends in the layer: a dialog over it, a name that is typed. */
  #handleKey(event) {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.close();
  }
}

/** The elements beside `element` and beside what it is in: all of the page but the layer. */
function besides(element) {
  const found = [];
  for (let each = element; each !== document.body; each = each.parentElement) {
    found.push(...[...each.parentElement.children].filter((other) => other !== each && !/^(SCRIPT|TEMPLATE)$/.test(other.tagName)));
  }
  return found.filter((each) => !each.matches("[role=status], [aria-live]"));
}
