// Plain objects in the words of SVG. `children` are nodes, or a string in a `text`. A key says which
// of its siblings a node is, from frame to frame.

export const node = (tag, key, attributes = {}, children = []) => ({ tag, key, attributes, children });
export const group = (key, attributes, children) => node("g", key, attributes, children);
export const refer = (id) => `url(#${id})`;

export const round = (value) => Math.round(value * 100) / 100 + 0;
export const fine = (value) => Math.round(value * 1e4) / 1e4;
export const rounded = (numbers) => Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, round(value)]));

export const rect = (key, { x, y, w, h }, look) => node("rect", key, { ...rounded({ x, y, width: w, height: h }), ...look });
export const ellipse = (key, cx, cy, rx, ry, look) => node("ellipse", key, { ...rounded({ cx, cy, rx, ry }), ...look });

export function transform({ x = 0, y = 0, rotate = 0, scale = 1 }, centreX = 0, centreY = 0) {
  const move = (dx, dy) => (dx || dy ? `translate(${round(dx)} ${round(dy)})` : "");
  if (!rotate && scale === 1) return move(x, y) || undefined;
  const turn = rotate ? `rotate(${round(rotate)})` : "";
  return `${move(x + centreX, y + centreY)}${turn}scale(${fine(scale)})${move(-centreX, -centreY)}`;
}

const gradient = (tag) => (id, geometry, stops) => {
  const children = stops.map(([offset, color, opacity = 1], i) =>
    // SVG clamps an offset by itself, a canvas refuses it.
    node("stop", i, { offset: round(Math.max(0, Math.min(1, offset))), "stop-color": color, "stop-opacity": round(opacity) }),
  );
  return node(tag, id, { id, gradientUnits: "userSpaceOnUse", ...rounded(geometry) }, children);
};

export const linearGradient = gradient("linearGradient");
export const radialGradient = gradient("radialGradient");
export const clipPath = (id, shape) => node("clipPath", id, { id }, [shape]);

export const blurFilter = (id, deviation) =>
  node("filter", id, { id, x: "-50%", y: "-50%", width: "200%", height: "200%", "color-interpolation-filters": "sRGB" }, [
    node("feGaussianBlur", "blur", { stdDeviation: round(deviation) }),
  ]);
