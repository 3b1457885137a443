// Paints a tree on a canvas, for an export: the same nodes that the page shows, in the same order, by the same numbers.
// A group that fades, blurs or is cut is painted apart first, as SVG does, so that what overlaps in it does not shine through.

import { graphemes } from "./graphemes.js";

/** `blur(context, deviation)` blurs a whole canvas, where a context has no `filter` that works. */
export function paint(context, tree, images, blur = null) {
  const { width, height } = context.canvas;
  const painter = { context, images, blur, definitions: new Map(), width, height, family: tree.attributes["font-family"] };
  collect(tree, painter.definitions);
  context.setTransform(width / tree.attributes.width, 0, 0, height / tree.attributes.height, 0, 0);
  context.clearRect(0, 0, tree.attributes.width, tree.attributes.height);
  for (const child of tree.children) draw(painter, child);
}

/** The decoded images of a document, by address: what `paint` needs. One that cannot be fetched is not drawn. */
export async function loadImages({ assets }, addressOf) {
  const addresses = Object.values(assets).map(({ src }) => addressOf(src.replace("asset:", "")));
  const decoded = await Promise.all(
    addresses.map((src) => {
      const image = Object.assign(new Image(), { src });
      return image.decode().then(() => [src, image], () => null);
    }),
  );
  return new Map(decoded.filter(Boolean));
}

function collect(node, definitions) {
  if (node.attributes.id) definitions.set(`url(#${node.attributes.id})`, node);
  if (typeof node.children !== "string") for (const child of node.children) collect(child, definitions);
}

function draw(painter, node) {
  const { context } = painter;
  const { transform, opacity = 1, filter, "clip-path": clip } = node.attributes;
  if (opacity <= 0 || !(node.tag in tools)) return;
  context.save();
  if (transform) applyTransform(context, transform);
  if (clip) context.clip(outline(painter.definitions.get(clip).children[0]));
  const isApart = node.tag === "g" && (filter || (opacity < 1 && !isSingle(node)));
  if (isApart) drawApart(painter, node, opacity, filter);
  else {
    context.globalAlpha *= opacity;
    tools[node.tag](painter, node);
  }
  context.restore();
}

const isSingle = ({ children }) => children.length === 1 && (children[0].tag !== "g" || isSingle(children[0]));

function drawApart(painter, node, opacity, filter) {
  const { context, width, height } = painter;
  const layer = new OffscreenCanvas(width, height).getContext("2d");
  layer.setTransform(context.getTransform());
  tools.g({ ...painter, context: layer }, node);
  const { a, b } = context.getTransform();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha *= opacity;
  if (filter) {
    const deviation = painter.definitions.get(filter).children[0].attributes.stdDeviation * Math.hypot(a, b);
    if (painter.blur) painter.blur(layer, deviation);
    else context.filter = `blur(${deviation}px)`;
  }
  context.drawImage(layer.canvas, 0, 0);
}

function applyTransform(context, text) {
  for (const [, name, values] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a, b] = values.split(" ").map(Number);
    if (name === "translate") context.translate(a, b ?? 0);
    else if (name === "rotate") context.rotate((a * Math.PI) / 180);
    else context.scale(a, b ?? a);
  }
}

function outline({ tag, attributes: { x, y, width, height, rx = 0, ry, cx, cy, d } }) {
  const path = new Path2D(tag === "path" ? d : undefined);
  if (tag === "rect") path.roundRect(x, y, width, height, Math.min(rx, width / 2, height / 2));
  if (tag === "ellipse") path.ellipse(cx, cy, rx, ry, 0, 0, 2 * Math.PI);
  return path;
}

function fillAndStroke(painter, node) {
  const { context } = painter;
  const path = outline(node);
  const { fill, stroke, ...rest } = node.attributes;
  if (fill && fill !== "none") {
    context.fillStyle = paintOf(painter, fill);
    withAlpha(context, rest["fill-opacity"], () => context.fill(path));
  }
  if (!stroke || stroke === "none") return;
  context.strokeStyle = paintOf(painter, stroke);
  context.lineWidth = rest["stroke-width"] ?? 1;
  context.lineCap = rest["stroke-linecap"] ?? "butt";
  context.lineJoin = rest["stroke-linejoin"] ?? "miter";
  if (rest.pathLength) {
    const length = lengthOf(node);
    context.setLineDash(rest["stroke-dasharray"].split(" ").map((part) => part * length));
  }
  withAlpha(context, rest["stroke-opacity"], () => context.stroke(path));
}

/** A canvas does not know how long an outline is. Of a path, an element that is shown nowhere knows it. */
function lengthOf({ tag, attributes: { d, width, height, rx, ry } }) {
  if (tag === "rect") return 2 * (width + height) + (2 * Math.PI - 8) * Math.min(rx, width / 2, height / 2);
  if (tag === "ellipse") return Math.PI * (3 * (rx + ry) - Math.sqrt((3 * rx + ry) * (rx + 3 * ry))); // Ramanujan's
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", d);
  return path.getTotalLength();
}

function withAlpha(context, alpha = 1, work) {
  const before = context.globalAlpha;
  context.globalAlpha *= alpha;
  work();
  context.globalAlpha = before;
}

function paintOf({ context, definitions }, value) {
  const definition = definitions.get(value);
  if (!definition) return value;
  const { x1, y1, x2, y2, cx, cy, r } = definition.attributes;
  const isLinear = definition.tag === "linearGradient";
  const gradient = isLinear
    ? context.createLinearGradient(x1, y1, x2, y2)
    : context.createRadialGradient(cx, cy, 0, cx, cy, r);
  for (const { attributes } of definition.children) {
    const alpha = Math.round(attributes["stop-opacity"] * 255).toString(16).padStart(2, "0");
    gradient.addColorStop(attributes.offset, attributes["stop-color"] + alpha);
  }
  return gradient;
}

function write(painter, { attributes, children }) {
  const { context } = painter;
  context.font = `${attributes["font-style"] ?? "normal"} ${attributes["font-weight"]} ${attributes["font-size"]}px ${attributes["font-family"] ?? painter.family}`;
  const spacing = attributes["letter-spacing"] ?? 0;
  const knowsSpacing = "letterSpacing" in context; // Safari does from 18.4 on
  if (knowsSpacing) context.letterSpacing = `${spacing}px`;
  context.textRendering = "geometricPrecision";
  context.direction = attributes.direction ?? "ltr";
  context.textAlign = { middle: "center", end: "end" }[attributes["text-anchor"]] ?? "start";
  context.fillStyle = paintOf(painter, attributes.fill);
  const isByHand = spacing && !knowsSpacing;
  const print = () => (isByHand ? writeSpaced(context, children, attributes, spacing) : context.fillText(children, attributes.x, attributes.y));
  withAlpha(context, attributes["fill-opacity"], print);
}

/** For a canvas that knows no letter spacing: each letter stands where those before it end, with so much after each. */
function writeSpaced(context, text, { x, y, direction, "text-anchor": anchor }, spacing) {
  const sign = direction === "rtl" ? -1 : 1;
  const letters = graphemes(text);
  const width = context.measureText(text).width + letters.length * spacing;
  const start = x - sign * ({ middle: width / 2, end: width }[anchor] ?? 0);
  context.textAlign = "start";
  letters.forEach((letter, i) => {
    const before = context.measureText(letters.slice(0, i + 1).join("")).width - context.measureText(letter).width;
    context.fillText(letter, start + sign * (before + i * spacing), y);
  });
}

function show({ context, images }, { attributes: { href, x, y, width, height } }) {
  const image = images.get(href);
  if (image) context.drawImage(image, x, y, width, height);
}

const tools = {
  g: (painter, { children }) => children.forEach((child) => draw(painter, child)),
  rect: fillAndStroke,
  ellipse: fillAndStroke,
  path: fillAndStroke,
  text: write,
  image: show,
};
