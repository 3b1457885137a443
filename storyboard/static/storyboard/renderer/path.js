import { memoize } from "./memoize.js";
import { round } from "./node.js";

const AXES = { M: "xy", L: "xy", T: "xy", H: "x", V: "y", C: "xyxyxy", S: "xyxy", Q: "xyxy", A: "wh---xy", Z: "" };

export const stretched = memoize((d, { x, y, w, h }) => {
  const commands = [...d.matchAll(/([achlmqstvz])([^achlmqstvz]*)/gi)].map(([, letter, rest], index) => {
    const kind = letter.toUpperCase();
    const origin = letter === kind || index === 0 ? [x, y] : [0, 0];
    const place = { x: [origin[0], w], y: [origin[1], h], w: [0, w], h: [0, h], "-": [0, 100] };
    const axes = AXES[kind];
    const numbers = numbersOf(rest, kind);
    const whole = numbers.slice(0, numbers.length - (numbers.length % axes.length || 0));
    const placed = whole.map((number, i) => {
      const [start, length] = place[axes[i % axes.length]];
      return round(start + (number / 100) * length);
    });
    return placed.length || kind === "Z" ? letter + placed.join(" ") : "";
  });
  const path = commands.join("");
  return /^m/i.test(path) ? path : `M${round(x)} ${round(y)}${path}`;
});

function numbersOf(text, kind) {
  // The flags of an arc may stand without a space: "A5 5 0 014 4".
  const spaced = kind === "A" ? text.replace(/(\d[\d.]*[\s,]+[\d.]+[\s,]+[-\d.]+[\s,]+)([01])[\s,]*([01])[\s,]*/g, "$1$2 $3 ") : text;
  return (spaced.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
}
