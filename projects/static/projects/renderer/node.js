// What a frame is made of: plain objects in the words of SVG. `children` is a list of nodes, or a string in a `text`.
// A key is unique among its siblings and says which node this is from frame to frame.

export const node = (tag, key, attributes = {}, children = []) => ({ tag, key, attributes, children });
export const group = (key, attributes, children) => node("g", key, attributes, children);

/** Attributes are written with two decimals: shorter, and the same on every machine. */
export const round = (value) => Math.round(value * 100) / 100 + 0;

export function transform({ x = 0, y = 0, rotate = 0, scale = 1 }, centreX = 0, centreY = 0) {
  if (!rotate && scale === 1) return x || y ? `translate(${round(x)} ${round(y)})` : undefined;
  const turn = rotate ? ` rotate(${round(rotate)})` : "";
  const grow = scale === 1 ? "" : ` scale(${Math.round(scale * 1e4) / 1e4})`;
  const back = centreX || centreY ? ` translate(${round(-centreX)} ${round(-centreY)})` : "";
  return `translate(${round(x + centreX)} ${round(y + centreY)})${turn}${grow}${back}`;
}

const stop = ([offset, color, opacity = 1]) =>
  node("stop", offset, { offset: round(offset), "stop-color": color, "stop-opacity": round(opacity) });

const gradient = (tag, id, geometry, stops) => {
  const rounded = Object.fromEntries(Object.entries(geometry).map(([name, value]) => [name, round(value)]));
  return node(tag, id, { id, gradientUnits: "userSpaceOnUse", ...rounded }, stops.map(stop));
};

/** `stops`: [offset, colour, opacity]. Geometry is in the user space of whoever refers to it. */
export const linearGradient = (id, geometry, stops) => gradient("linearGradient", id, geometry, stops);
export const radialGradient = (id, geometry, stops) => gradient("radialGradient", id, geometry, stops);
export const clipPath = (id, shape) => node("clipPath", id, { id, clipPathUnits: "userSpaceOnUse" }, [shape]);
export const blurFilter = (id, deviation) =>
  node("filter", id, { id, x: "-50%", y: "-50%", width: "200%", height: "200%", "color-interpolation-filters": "sRGB" }, [
    node("feGaussianBlur", "blur", { stdDeviation: round(deviation) }),
  ]);
export const refer = (id) => `url(#${id})`;
