// The HttpAgent of @ag-ui/client, with its verifier and a line that is cut. One JSON line at the end: what it shows.
//   node ag_ui.mjs API THREAD COOKIE '{"text": …, "cuts": 20, "stop": true, "reload": true, "connect": true, "decides": true or false}'
import { HttpAgent } from "@ag-ui/client";
import { fetchWithCuts } from "./cut_lines.mjs";
import { randomUUID } from "node:crypto";

// Of a cut line the agent leaves one promise that nobody waits for, beside the one that it rejects.
process.on("unhandledRejection", () => {});

const [api, threadId, cookie, given] = process.argv.slice(2);
const plan = JSON.parse(given);

const seen = { outcome: null, error: null, problems: [] };
let interrupts = [];
function open(door) {
  const agent = new HttpAgent({ url: `${api}/${door}`, threadId, headers: { cookie } });
  agent.fetch = fetchWithCuts(plan.cuts ?? 0);
  agent.subscribe({
    onRunFinishedEvent: ({ event }) => {
      seen.outcome = event.outcome?.type ?? "success";
      interrupts = event.outcome?.interrupts ?? [];
    },
    onRunErrorEvent: ({ event }) => void (seen.error = event.message),
  });
  return agent;
}

let agent = open("run");
const runId = randomUUID();
agent.addMessage({ id: randomUUID(), role: "user", content: plan.text });
const afterWords = (act) => {
  const waiting = setInterval(() => {
    if ((agent.messages.at(-1)?.content ?? "").length <= 20) return;
    clearInterval(waiting);
    act();
  }, 10);
};
if (plan.stop) afterWords(() => fetch(`${api}/${threadId}/stop`, { method: "POST", headers: { cookie } }));
if (plan.reload) {
  afterWords(() => agent.abortRun());
  await agent.runAgent({ runId }).catch(() => {});
  agent = open("connect");
  seen.error = null; // a run that is left ends with one
}
for (let tries = 0; tries < 200 && !seen.outcome && !seen.error; tries += 1) {
  try {
    await agent.runAgent({ runId });
  } catch (problem) {
    if (!/terminated|cut|fetch/i.test(String(problem))) seen.problems.push(String(problem));
  }
  await new Promise((wake) => setTimeout(wake, 20));
}
if ("decides" in plan) {
  const resume = interrupts.map(({ id }) => ({ interruptId: id, status: "resolved", payload: { approved: plan.decides } }));
  await agent.runAgent({ runId: randomUUID(), resume });
}
let history = null;
if (plan.connect) {
  const other = open("connect");
  await other.runAgent({ runId: randomUUID() });
  history = other.messages.map(({ role, content }) => [role, content]);
}
const texts = agent.messages.filter(({ role }) => role === "assistant");
const text = texts.map(({ content }) => content ?? "").join("");
console.log(JSON.stringify({ ...seen, text, history, messages: agent.messages.length, answer: texts[0]?.id }));
