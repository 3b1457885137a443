// What an answer took, in one line.
import { counted, duration } from "./duration.js";

export function receipt({ usage, elapsed_ms, first_token_ms, attempt, status }) {
  const { model, input_tokens = 0, output_tokens = 0 } = usage ?? {};
  const parts = [model];
  if (first_token_ms != null) parts.push(`first word ${duration(first_token_ms)}`);
  if (elapsed_ms) parts.push(`${status === "success" ? "done in" : "ended after"} ${duration(elapsed_ms)}`);
  if (input_tokens + output_tokens) parts.push(counted(input_tokens + output_tokens, "token"));
  if (attempt > 1) parts.push(`attempt ${attempt}`);
  return parts.filter(Boolean).join(" · ");
}
