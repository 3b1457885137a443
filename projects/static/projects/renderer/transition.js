// How one scene takes over from another. Returns the attributes of a scene's group and the definitions that they refer to.
import { ease, lerp } from "./easing.js";
import { clipPath, node, refer, round, transform } from "./node.js";

const LEAN = 0.18; // of the height: a wipe's edge is not upright

const arrivals = {
  fade: ({ p }) => ({ opacity: round(p) }),
  slide: ({ p, stage, sign, along }) => ({ transform: transform({ [along]: sign * (1 - p) * stage.side[along] }) }),
  wipe: ({ p, stage, id }) => {
    const { width, height } = stage;
    const lean = height * LEAN;
    const edge = lerp(-lean, width, p);
    return cut(id, node("path", "cut", { d: `M0 0H${round(edge + lean)}L${round(edge)} ${height}H0Z` }));
  },
  circle: ({ p, stage, id }) => {
    const [cx, cy] = [stage.width / 2, stage.height / 2];
    const r = round(p * Math.hypot(cx, cy));
    return cut(id, node("ellipse", "cut", { cx, cy, rx: r, ry: r }));
  },
  zoom: ({ p, stage }) => ({ opacity: round(p), transform: scaled(stage, lerp(1.25, 1, p)) }),
};

const departures = {
  slide: ({ p, stage, sign, along }) => ({ transform: transform({ [along]: -sign * p * 0.3 * stage.side[along] }) }),
  circle: ({ p, stage }) => ({ transform: scaled(stage, lerp(1, 1.06, p)) }),
  zoom: ({ p, stage }) => ({ transform: scaled(stage, lerp(1, 1.12, p)) }),
};

const scaled = ({ width, height }, scale) => transform({ scale }, width / 2, height / 2);
const cut = (id, shape) => ({ "clip-path": refer(id), definition: clipPath(id, shape) });

const DIRECTIONS = { left: [1, "x"], right: [-1, "x"], up: [1, "y"], down: [-1, "y"] };

/** `stage.side` is {x: width, y: height}. A scene that just plays gets nothing. */
export function staged(span, stage, id) {
  const isArriving = span.arriving !== undefined;
  if (!isArriving && span.leaving === undefined) return { attributes: {}, definitions: [] };
  const transition = isArriving ? span.scene.transition : span.next.transition;
  const [sign, along] = DIRECTIONS[transition.direction] ?? DIRECTIONS.left;
  const kinds = isArriving ? arrivals : departures;
  const kind = Object.hasOwn(kinds, transition.type) ? kinds[transition.type] : () => ({});
  const p = ease("inOut", isArriving ? span.arriving : span.leaving);
  const { definition, ...attributes } = kind({ p, stage, sign, along, id });
  return { attributes, definitions: definition ? [definition] : [] };
}
