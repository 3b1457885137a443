// The frames of devices: `body` throws the shadow, `screen` is seen between what is `behind` and what is in `front`.
import { contrastOnAll, isLight, mix } from "./colour.js";
import { clamp } from "./easing.js";
import { ellipse, node, rect, round } from "./node.js";
import { fitted } from "./text.js";

const PHONE = 0.487; // width to height
const TABLET = 0.76;
const LAPTOP = 1.66;
const LIGHTS = ["#ff5f57", "#febc2e", "#28c840"];

const inset = ({ x, y, w, h }, by) => ({ x: x + by, y: y + by, w: w - 2 * by, h: h - 2 * by });

/** The largest box of these proportions in the middle of another. */
function within({ x, y, w, h }, ratio) {
  const [wide, high] = w / h > ratio ? [h * ratio, h] : [w, w / ratio];
  return { x: x + (w - wide) / 2, y: y + (h - high) / 2, w: wide, h: high };
}

const edge = (colour) => mix(colour, isLight(colour) ? "#000000" : "#ffffff", isLight(colour) ? 0.16 : 0.3);
const part = ({ x, y, w, h }, left, top, wide, high) => ({ x: x + w * left, y: y + h * top, w: w * wide, h: h * high });

function slab(key, box, radius, colour, rim) {
  const look = { rx: round(radius), fill: colour, stroke: edge(colour), "stroke-width": round(rim) };
  return rect(key, inset(box, rim / 2), look);
}

function phone(stage, layer, box, colour) {
  const body = within(box, PHONE);
  const { w } = body;
  const [radius, bezel] = [w * 0.165, w * 0.042];
  const screen = { ...inset(body, bezel), radius: radius - bezel };
  const buttons = [[-0.008, 0.2, 0.06], [-0.008, 0.29, 0.09], [0.992, 0.25, 0.12]].map(([left, top, high], i) =>
    rect(`button${i}`, part(body, left, top, 0.016, high), { rx: round(w * 0.006), fill: edge(colour) }),
  );
  const island = { x: body.x + w * 0.36, y: screen.y + w * 0.028, w: w * 0.28, h: w * 0.078 };
  return {
    body, radius, screen,
    behind: [...buttons, slab("body", body, radius, colour, w * 0.012)],
    front: [
      rect("island", island, { rx: round(island.h / 2), fill: "#000000" }),
      ellipse("lens", island.x + island.w - island.h / 2, island.y + island.h / 2, w * 0.016, w * 0.016, { fill: "#1b2433" }),
    ],
  };
}

function tablet(stage, layer, box, colour) {
  const isWide = box.w > box.h;
  const body = within(box, isWide ? 1 / TABLET : TABLET);
  const short = Math.min(body.w, body.h);
  const [radius, bezel] = [short * 0.06, short * 0.045];
  const lens = isWide ? [body.x + bezel / 2, body.y + body.h / 2] : [body.x + body.w / 2, body.y + bezel / 2];
  return {
    body, radius,
    screen: { ...inset(body, bezel), radius: short * 0.022 },
    behind: [slab("body", body, radius, colour, short * 0.008)],
    front: [ellipse("lens", ...lens, short * 0.007, short * 0.007, { fill: edge(colour) })],
  };
}

function laptop(stage, layer, box, colour) {
  const whole = within(box, LAPTOP);
  const { x, y, w, h } = whole;
  const lid = part(whole, 0.1, 0, 0.8, 0.955);
  const [radius, bezel] = [w * 0.018, w * 0.013];
  const screen = { x: lid.x + bezel, y: lid.y + bezel * 1.3, w: lid.w - 2 * bezel, h: lid.h - bezel * 2.9, radius: w * 0.005 };
  const [top, foot, base] = [y + h * 0.945, y + h, mix(colour, "#ffffff", isLight(colour) ? 0.5 : 0.42)];
  const [curve, deep] = [w * 0.022, mix(base, "#000000", 0.28)];
  const side = `M${[x, top].map(round).join(" ")}H${round(x + w)}V${round(foot - curve)}Q${[x + w, foot, x + w - 2 * curve, foot].map(round).join(" ")}H${round(x + 2 * curve)}Q${[x, foot, x, foot - curve].map(round).join(" ")}Z`;
  const notch = { x: x + w * 0.43, y: top, w: w * 0.14, h: h * 0.017 };
  return {
    body: part(whole, 0.1, 0.05, 0.8, 0.88), radius, screen,
    behind: [slab("body", lid, radius, colour, w * 0.004)],
    front: [
      ellipse("lens", x + w / 2, y + bezel * 0.72, w * 0.0025, w * 0.0025, { fill: edge(colour) }),
      node("path", "base", { d: side, fill: base }),
      rect("light", { x, y: top, w, h: h * 0.005 }, { fill: mix(base, "#ffffff", 0.5) }),
      rect("notch", notch, { rx: round(notch.h / 2), fill: deep }),
    ],
  };
}

function browser(stage, { color, address }, body, given) {
  const colour = color ? given : mix(stage.colour("surface"), stage.colour("ink"), 0.1);
  const bar = clamp(46 * stage.unit, 0, body.h * 0.14);
  const radius = Math.min(bar * 0.34, body.w * 0.04);
  const middle = body.y + bar / 2;
  const [pill, ink] = [mix(colour, isLight(colour) ? "#000000" : "#ffffff", 0.09), mix(colour, isLight(colour) ? "#000000" : "#ffffff", 0.62)];
  const field = { x: body.x + body.w * 0.24, y: middle - bar * 0.28, w: body.w * 0.52, h: bar * 0.56 };
  const words = { x: body.x + body.w / 2, y: middle + bar * 0.115, size: bar * 0.33, weight: 500, fill: contrastOnAll(ink, [pill]) < 3 ? stage.colour("ink") : ink, anchor: "middle" };
  return {
    body, radius,
    screen: { x: body.x, y: body.y + bar, w: body.w, h: body.h - bar, radius: 0 },
    behind: [rect("body", body, { rx: round(radius), fill: colour })],
    front: [
      ...LIGHTS.map((fill, i) => ellipse(`light${i}`, body.x + bar * (0.5 + 0.42 * i), middle, bar * 0.13, bar * 0.13, { fill })),
      rect("field", field, { rx: round(field.h / 2), fill: pill }),
      ...(address ? [fitted(stage, "address", address, field.w * 0.9, words)] : []),
      rect("edge", inset(body, 0.75 * stage.unit), { rx: round(radius), fill: "none", stroke: edge(colour), "stroke-width": round(1.5 * stage.unit), "stroke-opacity": 0.5 }),
    ],
  };
}

export const frames = { phone, tablet, laptop, browser };
