// What an answer took, in one line; what nobody knows is a dash.
import { duration, grouped } from "./duration.js";

export function receipt({ usage, elapsed_ms, first_token_ms, attempt, status, finish_reason }) {
  const parts = [usage?.model];
  if (finish_reason === "refused" && status === "success") parts.push("the model declined");
  if (first_token_ms != null) parts.push(`first word ${duration(first_token_ms)}`);
  if (elapsed_ms) parts.push(`${status === "success" ? "done in" : "ended after"} ${duration(elapsed_ms)}`);
  if (usage) parts.push(tokens(usage), cost(usage));
  if (attempt > 1) parts.push(`attempt ${attempt}`);
  return parts.filter(Boolean).join(" · ");
}

function tokens({ input_tokens, output_tokens, cached_tokens, reasoning_tokens }) {
  if (input_tokens == null) return "tokens —";
  const read = `${grouped(input_tokens)} tokens in${cached_tokens ? ` (${grouped(cached_tokens)} cached)` : ""}`;
  return `${read}, ${grouped(output_tokens)} out${reasoning_tokens ? ` (${grouped(reasoning_tokens)} thinking)` : ""}`;
}

/** In US dollars. The demo model costs nothing. */
function cost({ model, cost }) {
  if (cost == null) return model !== "demo" && "cost —";
  return `$${cost < 0.01 ? Number(cost.toPrecision(2)) : cost.toFixed(2)}`;
}
