// What went into a tool call and what came out of it, for whoever wants to know exactly.
import { h } from "./dom.js";
import { t } from "./words.js";

const pretty = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));
const row = (term, value) => [h("dt", {}, term), h("dd", {}, h("pre", { tabindex: "0", dir: "ltr" }, pretty(value)))];

export function callDetails({ name, arguments: args, payload, error }) {
  const rows = [h("dt", {}, t("Tool")), h("dd", {}, h("code", {}, name))];
  if (args !== undefined) rows.push(...row(t("Arguments"), args));
  if (payload !== undefined) rows.push(...row(t("Result"), payload));
  if (error) rows.push(...row(t("Error"), error));
  return rows;
}
