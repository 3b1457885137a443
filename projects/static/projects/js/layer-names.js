// What people read of a layer.

/** As the renderer draws it: a name of the palette or #rrggbb. */
export const colourOf = ({ color, role, fill, stroke }) => color ?? fill ?? stroke ?? (role === "label" ? "accent" : "ink");

/** `headline-2` is “Headline 2”. */
export const labelOf = ({ id }) => id.charAt(0).toUpperCase() + id.slice(1).replaceAll("-", " ");
