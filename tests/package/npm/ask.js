// Asks once and reads the answer: {text, status, transports, relative, strange}, where `strange` are frames unlike the schema.
import {readFileSync} from "node:fs";

import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import {ChatStream} from "chatstream";
import {emptyState, isOver, reduce} from "chatstream/state";
import WebSocket from "ws";

const {url, headers, schema, plainHttp} = JSON.parse(process.argv[2]);
const fits = addFormats(new Ajv()).compile(JSON.parse(readFileSync(schema, "utf8")));
const stream = new ChatStream({url, headers, WebSocket: plainHttp ? null : WebSocket});
const transports = new Set();
const strange = [];
let state = emptyState;

function apply({detail}) {
  if (!fits(detail)) strange.push(detail);
  state = reduce(state, detail);
  const answer = state.messages.at(-1);
  if (detail.type === "finalized" && isOver(answer)) finish(answer);
}

function finish({content: text, status}) {
  stream.close();
  console.log(JSON.stringify({text, status, transports: [...transports], relative: complaint(), strange}));
}

function complaint() {
  try {
    return new ChatStream({url: "/ws/streams/1/"}).state;
  } catch (error) {
    return error.message;
  }
}

stream.addEventListener("snapshot", apply);
stream.addEventListener("event", apply);
stream.addEventListener("state", ({detail}) => detail.state === "live" && transports.add(detail.transport ?? "socket"));
stream.start();
await stream.initiate({request_id: crypto.randomUUID(), message: "Hello"});
