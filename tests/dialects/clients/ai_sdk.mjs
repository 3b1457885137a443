// `useChat` without React: the chat of the package `ai`, with a line that is cut. One JSON line at the end: what it shows.
//   node ai_sdk.mjs API CHAT_ID COOKIE '{"text": …, "cuts": 20, "reload": true, "stop": true, "regenerate": true, "decides": true or false}'
import { AbstractChat, DefaultChatTransport, lastAssistantMessageIsCompleteWithApprovalResponses } from "ai";
import { fetchWithCuts } from "./cut_lines.mjs";

const [api, id, cookie, given] = process.argv.slice(2);
const plan = JSON.parse(given);

class State {
  status = "ready";
  error = undefined;
  messages;
  constructor(messages) {
    this.messages = messages;
  }
  pushMessage = (message) => (this.messages = [...this.messages, message]);
  popMessage = () => (this.messages = this.messages.slice(0, -1));
  replaceMessage = (index, message) => (this.messages = this.messages.with(index, structuredClone(message)));
  snapshot = (value) => structuredClone(value);
}

class Chat extends AbstractChat {
  constructor({ messages, ...options }) {
    super({ ...options, state: new State(messages) });
  }
}

const cutting = fetchWithCuts(plan.cuts ?? 0, { cookie });
const open = (messages = []) =>
  new Chat({ id, messages, transport: new DefaultChatTransport({ api, fetch: cutting }), onError: () => {}, sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithApprovalResponses });

const isWhole = (chat) => chat.lastMessage?.metadata?.status || (chat.error && plan.fails);

async function resumeToTheEnd(chat) {
  for (let tries = 0; tries < 200 && !isWhole(chat); tries += 1) {
    await chat.resumeStream();
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

let chat = open();
const sending = chat.sendMessage({ text: plan.text });
if (plan.reload) {
  while (!chat.lastMessage?.parts?.some(({ type, text }) => type === "text" && text.length > 20)) await new Promise((wake) => setTimeout(wake, 10));
  const messages = structuredClone(chat.messages.filter(({ role }) => role === "user"));
  await chat.stop();
  chat = open(messages);
} else if (plan.stop) {
  while (!chat.lastMessage?.parts?.some(({ type, text }) => type === "text" && text.length > 20)) await new Promise((wake) => setTimeout(wake, 10));
  await fetch(`${api}/${id}/stop`, { method: "POST", headers: { cookie } });
  await sending;
} else await sending;
if ("decides" in plan) {
  const asked = chat.lastMessage.parts.filter(({ state }) => state === "approval-requested");
  for (const { approval } of asked) await chat.addToolApprovalResponse({ id: approval.id, approved: plan.decides });
  while (!isWhole(chat) && !chat.error) await new Promise((wake) => setTimeout(wake, 20));
}
await resumeToTheEnd(chat);
if (plan.regenerate) {
  await chat.regenerate();
  await resumeToTheEnd(chat);
}

const { parts = [], metadata, id: answer } = chat.lastMessage ?? {};
const text = parts.filter(({ type }) => type === "text").map(({ text }) => text).join("");
const tools = parts.filter(({ type }) => type === "dynamic-tool").map(({ toolName, state }) => [toolName, state]);
console.log(JSON.stringify({ text, tools, metadata, answer, status: chat.status, error: chat.error?.message, messages: chat.messages.length }));
