// What is as before stays the same element: nothing flashes.

const SVG = "http://www.w3.org/2000/svg";
const SHOWN = Symbol(); // a WeakMap is slow
const NOTHING = { attributes: {}, children: [] };

/** The key of the node that an element shows: of a layer, its id. */
export const keyOf = (element) => element[SHOWN]?.key;

export function patch(root, tree) {
  updateChildren(root, [tree]);
}

function update(element, next) {
  const before = element[SHOWN] ?? NOTHING;
  if (before === next) return;
  updateAttributes(element, before.attributes, next.attributes);
  if (typeof next.children !== "string") updateChildren(element, next.children);
  else if (before.children !== next.children) element.textContent = next.children;
  element[SHOWN] = next;
}

function updateAttributes(element, before, next) {
  for (const name in before) if (before[name] !== undefined && next[name] === undefined) element.removeAttribute(name);
  for (const name in next) {
    if (next[name] !== undefined && before[name] !== next[name]) element.setAttribute(name, next[name]);
  }
}

function updateChildren(element, nodes) {
  const old = new Map();
  for (let child = element.firstChild; child; child = child.nextSibling) old.set(nameOf(child[SHOWN]) ?? child, child);
  let cursor = element.firstChild;
  for (const node of nodes) {
    const name = nameOf(node);
    const child = old.get(name) ?? document.createElementNS(SVG, node.tag);
    old.delete(name);
    update(child, node);
    if (child === cursor) cursor = cursor.nextSibling;
    else element.insertBefore(child, cursor);
  }
  for (const child of old.values()) child.remove();
}

const nameOf = (node) => node && `${node.tag} ${node.key}`;
