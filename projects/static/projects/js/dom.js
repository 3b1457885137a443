// Elements without markup strings: text is always text, so nothing a model or a person wrote can become a tag.

/** @template {keyof HTMLElementTagNameMap} Name @param {Name} tag */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

/** Write only what changed, so that selections, focus and screen readers are left in peace. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Whether a key that means something elsewhere means a letter here: in any box but the empty composer. */
export const isTyping = (element) => isEditable(element) && !(element.id === "composer-input" && !element.value);

export const isEditable = (element) => element?.closest?.("input, textarea, select, [contenteditable]") != null;
