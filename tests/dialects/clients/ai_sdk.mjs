// `useChat` without React: the chat of the package `ai`, with a line that is cut. One JSON line at the end: what it shows.
//   node ai_sdk.mjs API CHAT_ID COOKIE '{"text": …, "cuts": 20, "reload": true, "stop": true, "regenerate": true}'
import { AbstractChat, DefaultChatTransport } from "ai";

const [api, id, cookie, given] = process.argv.slice(2);
const plan = JSON.parse(given);
let cuts = plan.cuts ?? 0;

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

/** Cut the body of every response after a while, as long as cuts are left. */
async function fetchWithCuts(url, options) {
  const response = await fetch(url, { ...options, headers: { ...options.headers, cookie } });
  if (!response.ok || !response.body || cuts <= 0) return response;
  cuts -= 1;
  const reader = response.body.getReader();
  const end = Date.now() + 40 + Math.random() * 200;
  const body = new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      if (Date.now() < end) return controller.enqueue(value);
      await reader.cancel();
      controller.error(new TypeError("terminated"));
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

const open = (messages = []) =>
  new Chat({ id, messages, transport: new DefaultChatTransport({ api, fetch: fetchWithCuts }), onError: () => {} });

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
await resumeToTheEnd(chat);
if (plan.regenerate) {
  await chat.regenerate();
  await resumeToTheEnd(chat);
}

const { parts = [], metadata, id: answer } = chat.lastMessage ?? {};
const text = parts.filter(({ type }) => type === "text").map(({ text }) => text).join("");
const tools = parts.filter(({ type }) => type === "dynamic-tool").map(({ toolName, state }) => [toolName, state]);
console.log(JSON.stringify({ text, tools, metadata, answer, status: chat.status, error: chat.error?.message, messages: chat.messages.length }));
