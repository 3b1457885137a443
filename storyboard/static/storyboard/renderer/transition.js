import { lookup } from "./lookup.js";
import { ease, lerp } from "./easing.js";
import { clipPath, ellipse, node, refer, round, transform } from "./node.js";

const LEAN = 0.18; // of the height: a wipe's edge is not upright

const arrivals = {
  fade: ({ p }) => ({ opacity: round(p) }),
  slide: ({ p, stage, sign, along }) => ({ transform: transform({ [along]: sign * (1 - p) * stage.side[along] }) }),
  wipe: ({ p, stage, sign, along, id }) => {
    const [length, across] = along === "x" ? [stage.width, stage.height] : [stage.height, stage.width];
    const lean = across * LEAN;
    const edge = lerp(-lean, length, p);
    const corners = [[0, 0], [edge + lean, 0], [edge, across], [0, across]].map(([far, near]) => [sign > 0 ? length - far : far, near]);
    return cut(id, node("path", "cut", { d: `M${corners.map((corner) => (along === "x" ? corner : corner.reverse()).map(round).join(" ")).join("L")}Z` }));
  },
  circle: ({ p, stage, id }) => {
    const [cx, cy] = [stage.width / 2, stage.height / 2];
    const r = p * Math.hypot(cx, cy);
    return cut(id, ellipse("cut", cx, cy, r, r));
  },
  zoom: ({ p, stage }) => ({ opacity: round(p), transform: scaled(stage, lerp(1.25, 1, p)) }),
};

const departures = {
  slide: ({ p, stage, sign, along }) => ({ transform: transform({ [along]: -sign * p * 0.3 * stage.side[along] }) }),
  circle: ({ p, stage }) => ({ transform: scaled(stage, 1 + 0.06 * p) }),
  zoom: ({ p, stage }) => ({ transform: scaled(stage, 1 + 0.12 * p) }),
};

const scaled = ({ width, height }, scale) => transform({ scale }, width / 2, height / 2);
const cut = (id, shape) => ({ "clip-path": refer(id), definition: clipPath(id, shape) });

const DIRECTIONS = { left: [1, "x"], right: [-1, "x"], up: [1, "y"], down: [-1, "y"] };

export function staged(span, stage, id) {
  const isArriving = span.arriving !== undefined;
  if (!isArriving && span.leaving === undefined) return { attributes: {}, definitions: [] };
  const transition = isArriving ? span.scene.transition : span.next.transition;
  const [sign, along] = lookup(DIRECTIONS, transition.direction, "left");
  const kind = lookup(isArriving ? arrivals : departures, transition.type) ?? (() => ({}));
  const p = ease("inOut", isArriving ? span.arriving : span.leaving);
  const { definition, ...attributes } = kind({ p, stage, sign, along, id });
  return { attributes, definitions: definition ? [definition] : [] };
}
