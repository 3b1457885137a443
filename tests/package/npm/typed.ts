// What somebody writes who uses the package in strict TypeScript.
import {ChatStream, RequestError, type StreamState} from "chatstream";
import {type ChatState, emptyState, isLive, reduce} from "chatstream/state";
import type {ClientFrame, FinalizedEvent, ServerFrame} from "chatstream/wire";

const stream = new ChatStream({url: "wss://example.org/ws/streams/1/", headers: {Authorization: "Bearer token"}});
let state: ChatState = emptyState;
let connection: StreamState = stream.state;

stream.addEventListener("snapshot", ({detail}) => (state = reduce(state, detail)));
stream.addEventListener("event", ({detail}) => {
  state = reduce(state, detail);
  if (detail.type === "delta") console.log(detail.content.length, detail.merged ?? 1);
  if (detail.type === "finalized") measure(detail);
  // @ts-expect-error: only a delta and thoughts have one
  if (detail.type === "error") console.log(detail.merged);
});
stream.addEventListener("state", ({detail}) => (connection = detail.state));

function measure({length, status}: FinalizedEvent): [number, "success" | "error" | "cancelled"] {
  return [length, status];
}

const frames: ClientFrame[] = [{type: "stop", assistant_message_id: "1"}, {type: "stream"}];
// @ts-expect-error: a request needs its id
frames.push({type: "initiate", message: "Hello"});

export async function ask(message: string): Promise<number> {
  try {
    const {assistant_message_id} = await stream.initiate({request_id: crypto.randomUUID(), message});
    stream.stop(assistant_message_id);
  } catch (error) {
    if (error instanceof RequestError) return error.retryAfter ?? 0;
  }
  return state.messages.filter(isLive).length + frames.length + connection.length;
}

export const apply = (before: ChatState, frame: ServerFrame): ChatState => reduce(before, frame);
