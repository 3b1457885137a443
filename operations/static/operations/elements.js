// Elements without HTML strings, which the page's policy refuses.

/** @returns an element with attributes and children, which are elements or text */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) if (value) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}
