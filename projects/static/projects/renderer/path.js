// Outlines as points: how long one is and how far it is drawn is then known without a browser, and a stroke keeps its
// width when the outline is stretched into a box.

const STEPS = 28; // points per curve: more cannot be seen
const COUNT = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };

/** The strokes of an SVG path: lists of [x, y]. What is not a path ends there. */
export function strokesOf(d) {
  const strokes = [];
  let at = [0, 0];
  let bend = null; // the control point that S and T continue
  for (const [, letter, rest] of d.matchAll(/([a-z])([^a-df-z]*)/gi)) {
    const kind = letter.toUpperCase();
    if (!(kind in COUNT)) break;
    const numbers = numbersOf(rest, kind);
    for (let i = 0; i === 0 || i < numbers.length; i += COUNT[kind] || 1) {
      const values = numbers.slice(i, i + COUNT[kind]);
      if (values.length < COUNT[kind]) return strokes;
      const absolute = letter === kind ? values : shifted(values, kind, at);
      const isFirst = kind === "M" && i === 0;
      if (isFirst || !strokes.length) strokes.push([isFirst ? absolute : at]);
      const stroke = strokes.at(-1);
      if (!isFirst) [at, bend] = follow(stroke, kind, absolute, at, bend);
      else [at, bend] = [absolute, null];
      if (kind === "Z") strokes.isClosed = true;
    }
  }
  return strokes;
}

// The flags of an arc may stand without a space: "A5 5 0 014 4".
function numbersOf(text, kind) {
  if (kind === "A") text = text.replace(/(\d[\d.]*[\s,]+[\d.]+[\s,]+[-\d.]+[\s,]+)([01])[\s,]*([01])[\s,]*/g, "$1$2 $3 ");
  return (text.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
}

function shifted(values, kind, [x, y]) {
  if (kind === "H") return [values[0] + x];
  if (kind === "V") return [values[0] + y];
  if (kind === "A") return [...values.slice(0, 5), values[5] + x, values[6] + y];
  return values.map((value, i) => value + (i % 2 ? y : x));
}

function follow(stroke, kind, v, from, bend) {
  const mirrored = bend ? [2 * from[0] - bend[0], 2 * from[1] - bend[1]] : from;
  const to = kind === "H" ? [v[0], from[1]] : kind === "V" ? [from[0], v[0]] : kind === "Z" ? stroke[0] : v.slice(-2);
  if (kind === "C" || kind === "S") {
    const controls = kind === "C" ? [v.slice(0, 2), v.slice(2, 4)] : [mirrored, v.slice(0, 2)];
    stroke.push(...curve([from, ...controls, to]));
    return [to, controls[1]];
  }
  if (kind === "Q" || kind === "T") {
    const control = kind === "Q" ? v.slice(0, 2) : mirrored;
    stroke.push(...curve([from, control, to]));
    return [to, control];
  }
  if (kind === "A") stroke.push(...arc(from, v, to));
  else stroke.push(to);
  return [to, null];
}

const between = (a, b, p) => [a[0] + (b[0] - a[0]) * p, a[1] + (b[1] - a[1]) * p];
const steps = Array.from({ length: STEPS }, (_, i) => (i + 1) / STEPS);

/** De Casteljau: the same for two and for three controls. */
function curve(controls) {
  return steps.map((p) => {
    let points = controls;
    while (points.length > 1) points = points.slice(1).map((point, i) => between(points[i], point, p));
    return points[0];
  });
}

/** SVG's arc by its end points, as its specification turns it into a centre and angles. */
function arc([x1, y1], [givenX, givenY, turn, isLarge, isClockwise], [x2, y2]) {
  let [rx, ry] = [Math.abs(givenX), Math.abs(givenY)];
  if (!rx || !ry || (x1 === x2 && y1 === y2)) return [[x2, y2]];
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const [dx, dy] = [(x1 - x2) / 2, (y1 - y2) / 2];
  const [x, y] = [cos * dx + sin * dy, cos * dy - sin * dx];
  const grow = Math.sqrt(Math.max(1, (x / rx) ** 2 + (y / ry) ** 2));
  [rx, ry] = [rx * grow, ry * grow];
  const square = (rx * ry) ** 2 / ((rx * y) ** 2 + (ry * x) ** 2) - 1;
  const side = Math.sqrt(Math.max(0, square)) * (isLarge === isClockwise ? -1 : 1);
  const [cx, cy] = [(side * rx * y) / ry, (-side * ry * x) / rx];
  const start = Math.atan2((y - cy) / ry, (x - cx) / rx);
  let sweep = Math.atan2((-y - cy) / ry, (-x - cx) / rx) - start;
  if (isClockwise && sweep < 0) sweep += 2 * Math.PI;
  if (!isClockwise && sweep > 0) sweep -= 2 * Math.PI;
  const [middleX, middleY] = [(x1 + x2) / 2, (y1 + y2) / 2];
  return steps.map((p) => {
    const [px, py] = [cx + rx * Math.cos(start + sweep * p), cy + ry * Math.sin(start + sweep * p)];
    return [cos * px - sin * py + middleX, sin * px + cos * py + middleY];
  });
}
