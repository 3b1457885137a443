// The npm package `openai` over a line that is cut. One JSON line at the end: what it has read.
//   node openai.mjs API CONVERSATION COOKIE '{"text": …, "cuts": 20, "api": "chat"}'   (or "responses")
import OpenAI from "openai";
import { randomUUID } from "node:crypto";
import { fetchWithCuts } from "./cut_lines.mjs";

const [baseURL, conversation, cookie, given] = process.argv.slice(2);
const plan = JSON.parse(given);
const defaultHeaders = { cookie, "X-Chatstream-Stream": conversation };
const client = new OpenAI({ baseURL, apiKey: "none", defaultHeaders, maxRetries: 0, fetch: fetchWithCuts(plan.cuts ?? 0) });
let read = { text: "", end: null, cuts: 0 };

/** The same request with the same key, from its beginning, until it has come to its end. */
async function complete() {
  const headers = { "Idempotency-Key": randomUUID() };
  const request = { model: "any", messages: [{ role: "user", content: plan.text }], stream: true };
  await throughCuts(async () => {
    read.text = "";
    for await (const { choices } of await client.chat.completions.create(request, { headers })) {
      read.text += choices[0]?.delta.content ?? "";
      read.end = choices[0]?.finish_reason;
    }
  });
}

/** A response in the background, after the last number that was read. */
async function respond() {
  const { id } = await client.responses.create({ model: "any", input: plan.text, conversation, background: true });
  let number = -1;
  await throughCuts(async () => {
    for await (const event of await client.responses.retrieve(id, { stream: true, starting_after: number })) {
      if (event.type === "response.output_text.delta") read.text += event.delta;
      number = event.sequence_number;
      read.end = event.response?.status;
    }
  });
}

async function throughCuts(attempt) {
  for (;;) {
    try {
      return await attempt();
    } catch (problem) {
      if (!/terminated|cut|Connection/i.test(String(problem))) throw problem;
      read.cuts += 1;
    }
  }
}

await (plan.api === "chat" ? complete() : respond());
console.log(JSON.stringify(read));
