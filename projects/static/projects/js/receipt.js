// What an answer took, in one line; what nobody knows is a dash.
import { duration, grouped } from "./duration.js";
import { t } from "./words.js";

export function receipt({ usage, elapsed_ms, first_token_ms, attempt, status, finish_reason }) {
  const parts = [usage?.model];
  if (finish_reason === "refused" && status === "success") parts.push(t("the model declined"));
  if (first_token_ms != null) parts.push(t("first word {time}", { time: duration(first_token_ms) }));
  if (elapsed_ms) parts.push(status === "success" ? t("done in {time}", { time: duration(elapsed_ms) }) : t("ended after {time}", { time: duration(elapsed_ms) }));
  if (usage) parts.push(tokens(usage), cost(usage));
  if (attempt > 1) parts.push(t("attempt {number}", { number: attempt }));
  return parts.filter(Boolean).join(" · ");
}

function tokens({ input_tokens, output_tokens, cached_tokens, reasoning_tokens, estimated }) {
  if (input_tokens == null) return t("tokens —");
  const cached = cached_tokens ? t(" ({count} cached)", { count: grouped(cached_tokens) }) : "";
  const thinking = reasoning_tokens ? t(" ({count} thinking)", { count: grouped(reasoning_tokens) }) : "";
  return about(estimated) + t("{read} tokens in{cached}, {written} out{thinking}", { read: grouped(input_tokens), cached, written: grouped(output_tokens), thinking });
}

/** In US dollars. The demo model costs nothing. */
function cost({ model, cost, estimated }) {
  if (cost == null) return model !== "demo" && t("cost —");
  return `${about(estimated)}$${cost < 0.01 ? Number(cost.toPrecision(2)) : cost.toFixed(2)}`;
}

/** A part of it was never counted by a provider. */
function about(estimated) {
  return estimated ? "~" : "";
}
