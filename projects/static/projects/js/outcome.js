// What to tell a person about an answer that did not end well, and whether trying again may help.

const TITLES = { length: "Too long to be finished", filtered: "Held back", refused: "Declined" };

export function outcome({ status, error, finish_reason }) {
  if (status === "cancelled") return { title: "Stopped", text: "What was written so far is kept." };
  if (status !== "error") return null;
  const { error: said, retryable = true } = typeof error === "object" && error ? error : { error };
  const advice = retryable ? "Trying again may help." : "Trying again as it is will not help.";
  return { title: TITLES[finish_reason] ?? "This answer failed", text: `${said || "Something went wrong on our side."} ${advice}` };
}

/** What a run that goes on is doing, in a word; or that a long text is on its way. */
export function activity({ status, phase, content, tool_calls, partial }) {
  if (partial) return "Loading the text";
  if (phase === "stopping") return "Stopping";
  if (status === "pending") return "Queued";
  if (tool_calls.some((call) => call.status === "running")) return "Building";
  return content ? "Writing" : "Thinking";
}
