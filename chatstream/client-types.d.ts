// The types of the browser's client in static/chatstream/. No browser loads them: `make lint-js` checks the modules by them.

import type {StateDetail, StreamOptions, StreamState} from "./types/client.js";
import type {ChatState, Frame, Message} from "./types/state.js";
import type {Ack, ClientFrame, Decided, Initiated, RequestError, ServerFrame, Steered, Stream} from "./types/wire.js";

export type {Connection} from "./static/chatstream/connection.js";
export type {Timers} from "./static/chatstream/timers.js";
export type {TransportChoice} from "./static/chatstream/transport-choice.js";
export type {DecideRequest, RetryRequest, StateDetail, StreamState as State, SteerRequest, StreamOptions, TurnRequest} from "./types/client.js";
export type {ChatState, Message, ToolCall} from "./types/state.js";
export type {ClientFrame, Decided, Event as LoggedEvent, Initiated, MessageView, Reconnected, RequestError as RefusedRequest, ServerFrame, Snapshot, Steered, ToolCallView} from "./types/wire.js";

/** The id of an event, or null where there is none. */
export type Position = string | null;

/** How a connection was closed. */
export type Close = Pick<StateDetail, "code" | "reason">;

/** What somebody authenticates with who has no cookie, and the class of sockets, if there is one. */
export type Access = Pick<StreamOptions, "WebSocket" | "ticket" | "headers">;

/** What a transport calls. */
export interface TransportHandlers {
  opened(): void;
  received(text: string): void;
  alive(): void;
  closed(close: Close): void;
}

export interface Transport {
  name: string;
  handlers: TransportHandlers;
  isPolling?: boolean;
  send(frame: ClientFrame): void;
  close(): void;
}

/** What a connection calls. */
export interface ConnectionHandlers {
  opened(): void;
  received(frame: ServerFrame): void;
  consumed(length: number): void;
  entered(detail: StateDetail): void;
  ended(state: StreamState): void;
}

/** What is sent over HTTP, each to an address of its own; of these fields a request has some. */
export type HttpRequest = Exclude<ClientFrame, Stream | Ack> & {
  request_id?: string | null;
  assistant_message_id?: string;
  tool_call_id?: string;
};

/** The answer to a request; none comes to one that stops a run. */
export interface Promised {
  promise: Promise<Reply | undefined>;
  resolve(reply?: Reply): void;
  reject(error: Error): void;
}

/** A request without an answer. */
export interface Pending extends Promised {
  frame: ClientFrame;
}

export type Reply = Initiated | Decided | Steered;

/** Why a request failed. */
export type Refusal = Pick<RequestError, "code" | "detail" | "retry_after" | "later_changes">;

/** A message off the wire, which may leave out what is empty. */
export type PlainMessage = Omit<Message, "content" | "tool_calls"> & Partial<Pick<Message, "content" | "tool_calls">>;

/** The state after a frame; of a project's own frames nothing is known here. */
export type Handler = (state: ChatState, frame: any) => ChatState;

/** One for each frame that changes the state. */
export type Handlers = {
  [Type in Frame["type"]]?: (state: ChatState, frame: Extract<Frame, {type: Type}>) => ChatState;
};
