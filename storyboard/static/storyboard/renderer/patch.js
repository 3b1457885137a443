// What is as before stays the same element: nothing flashes, no image is fetched twice.

const SVG = "http://www.w3.org/2000/svg";
const shown = new WeakMap();
const NOTHING = { attributes: {}, children: [] };

/** The key of the node that an element shows: of a layer, its id. */
export const keyOf = (element) => shown.get(element)?.key;

export function patch(root, tree) {
  updateChildren(root, [tree]);
}

function update(element, next) {
  const before = shown.get(element) ?? NOTHING;
  if (before === next) return;
  updateAttributes(element, before.attributes, next.attributes);
  if (typeof next.children !== "string") updateChildren(element, next.children);
  else if (before.children !== next.children) element.textContent = next.children;
  shown.set(element, next);
}

function updateAttributes(element, before, next) {
  for (const name in before) if (before[name] !== undefined && next[name] === undefined) element.removeAttribute(name);
  for (const name in next) {
    if (next[name] !== undefined && before[name] !== next[name]) element.setAttribute(name, next[name]);
  }
}

function updateChildren(element, nodes) {
  const old = new Map();
  for (let child = element.firstChild; child; child = child.nextSibling) old.set(nameOf(child), child);
  let cursor = element.firstChild;
  for (const node of nodes) {
    const name = `${node.tag} ${node.key}`;
    const child = old.get(name) ?? document.createElementNS(SVG, node.tag);
    old.delete(name);
    update(child, node);
    if (child === cursor) cursor = cursor.nextSibling;
    else element.insertBefore(child, cursor);
  }
  for (const child of old.values()) child.remove();
}

function nameOf(element) {
  const node = shown.get(element);
  return node ? `${node.tag} ${node.key}` : element;
}
