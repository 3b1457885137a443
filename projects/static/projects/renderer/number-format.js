// Numbers as they are read: grouped by thousands, with as many decimals as were asked for.

export function formatted(value, decimals = 0) {
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? "−" : "";
  return sign + grouped + (part ? `.${part}` : "");
}

/** As many decimals as the number itself is written with, at most two. */
export const decimalsOf = (value) => Math.min(2, (String(value).split(".")[1] ?? "").length);
