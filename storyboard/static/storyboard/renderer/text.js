import { lookup } from "./lookup.js";
import { clamp } from "./easing.js";
import { graphemes } from "./graphemes.js";
import { canBeSpaced, joins } from "./joining.js";
import { advance, isKnown, widthOf } from "./metrics.js";
import { entrance } from "./motion.js";
import { clipPath, group, node, rect, refer, round, transform } from "./node.js";
import { ASCENT, DESCENT, layOut } from "./text-layout.js";

const ROLES = {
  heading: { size: 76, weight: 800, tracking: -0.028, leading: 1.06 },
  body: { size: 30, weight: 500, tracking: -0.008, leading: 1.34 },
  label: { size: 21, weight: 650, tracking: 0.15, leading: 1.35 },
};
const GAPS = { char: 0.028, word: 0.085, line: 0.16 }; // seconds between parts
export const SPAN = 1.3; // seconds for all at most
const STEP = 0.62; // of the size
const HIGHER = 0.2; // of the size: how far letters of other scripts reach above and below a line

export const staggers = ({ type, stagger }) => type === "text" && Object.hasOwn(GAPS, stagger);

function styleOf(stage, { role, size, weight, italic, line_height: leading }) {
  const voice = lookup(ROLES, role, "body");
  return { ...voice, size: (size ?? voice.size) * stage.unit, weight: weight ?? voice.weight, leading: leading ?? voice.leading, italic };
}

export function piece(key, text, /** @type {TextLook} */ { x, y, size, weight, tracking = 0, fill, italic, anchor = "start", direction, opacity = 1, family }) {
  return node("text", key, {
    x: round(x),
    y: round(y),
    fill,
    "font-family": family,
    "font-size": round(size),
    "font-weight": weight,
    "font-style": italic ? "italic" : undefined,
    "letter-spacing": tracking ? round(tracking * size) : undefined,
    "text-anchor": anchor === "start" ? undefined : anchor,
    direction,
    opacity: opacity < 1 ? round(opacity) : undefined,
  }, text);
}

export function text(stage, layer, box, { t, duration, papers, id }) {
  const given = styleOf(stage, layer);
  const isLabel = layer.role === "label";
  const words = plain(isLabel ? layer.text.toUpperCase() : layer.text);
  const signs = stage.signs(words);
  const style = { ...given, tracking: canBeSpaced(words) ? given.tracking : 0, signs: signs?.code };
  const isBackwards = RIGHT_TO_LEFT.test(words);
  const { size, lines, height } = layOut(words, box.w, box.h, style);
  const fill = stage.ink(layer.color ?? (isLabel ? "accent" : "ink"), papers);
  const look = { ...style, size, fill, family: signs?.family };
  const top = box.y + (box.h - height) / 2 + ASCENT * size;
  const placed = lines.map((line, i) => ({ ...line, ...across(line, box, layer.align, isBackwards), y: top + i * style.leading * size }));
  if (!staggers(layer)) return placed.map((line, i) => piece(i, line.text, { ...look, ...line }));
  return parts(placed, layer, look, { t, duration, id });
}

export function fitted(stage, key, text, room, look) {
  const words = plain(text);
  const signs = stage.signs(words);
  const size = Math.min(look.size, room / Math.max(0.01, widthOf(words, look.weight, 0, signs?.code)));
  return piece(key, words, { ...look, size, family: signs?.family });
}

const plain = (words) => words.normalize("NFC").replace(/[^\S\n]+/g, " ").replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (char) => (char === "\n" ? char : ""));

const RIGHT_TO_LEFT = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const TO_THE_RIGHT = /(?![\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])\p{L}/u;

export const SIDES = { left: [0, "start", "end"], center: [0.5, "middle", "middle"], right: [1, "end", "start"] };

/** By its anchor a line stands right even if its width is only guessed. Who reads from the right begins there. */
function across({ width }, { x, w }, align, isBackwards) {
  const [part, anchor, backwards] = lookup(SIDES, isBackwards && align !== "center" ? "right" : align, "left");
  const direction = isBackwards ? "rtl" : undefined;
  return { x: x + w * part, left: x + (w - width) * part, anchor: isBackwards ? backwards : anchor, direction };
}

function parts(lines, { enter, exit, stagger }, look, { t, duration, id }) {
  const split = lines.map((line) => partsOf(line, stagger, look));
  const count = split.flat().length;
  const end = exit ? (exit.at ?? duration - exit.duration) : duration;
  const time = enter ? clamp(end - enter.at - enter.duration - 0.2, 0.1, SPAN) : 0;
  const gap = Math.min(GAPS[stagger], time / Math.max(1, count - 1));
  let started = 0;
  return split.flatMap((line, i) => {
    const drawn = line.map((part, j) => moving(part, j, look, entrance(enter, t, gap * started++)));
    if (enter?.preset !== "reveal") return group(i, {}, drawn);
    const slit = slitOf(lines[i], look, `${id}-line${i}`);
    return [slit, group(i, { "clip-path": refer(`${id}-line${i}`) }, drawn)];
  });
}

function partsOf(line, stagger, { size, weight, tracking, signs }) {
  if (stagger === "line" || !isKnown(line.text) || (line.direction && TO_THE_RIGHT.test(line.text))) return [line];
  const pieces = stagger === "char" && !joins(line.text) ? graphemes(line.text) : line.text.match(/\S+|\s+/g);
  let done = "";
  return pieces.flatMap((words) => {
    const [first] = words;
    const before = (widthOf(done + first, weight, tracking, signs) - advance(first, weight, signs) - tracking) * size;
    const width = widthOf(words, weight, tracking, signs) * size;
    done += words;
    const left = line.direction ? line.left + line.width - before - width : line.left + before;
    const x = line.direction ? left + width : left; // where it begins
    return words.trim() ? [{ ...line, text: words, x, left, width, anchor: "start" }] : [];
  });
}

function moving(part, key, look, motion) {
  const { size } = look;
  const moved = { x: motion.x * STEP * size, y: motion.y * STEP * size + motion.rises * size * 1.15 };
  const attributes = {
    transform: transform({ ...motion, ...moved }, part.left + part.width / 2, part.y - 0.36 * size),
    opacity: motion.opacity * motion.shown < 1 ? round(motion.opacity * motion.shown) : undefined,
  };
  return group(key, attributes, [piece("text", part.text, { ...look, ...part })]);
}

function slitOf({ left, width, y, text: words }, { size }, id) {
  const out = canBeSpaced(words) ? 0 : HIGHER * size;
  const h = (ASCENT + DESCENT) * size + 2 * out;
  return clipPath(id, rect("slit", { x: left - size * 0.1, y: y - ASCENT * size - out, w: width + size * 0.2, h }));
}
