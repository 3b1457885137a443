// The types of static/chatstream/client.js for TypeScript.

import type {Decided, Event as LoggedEvent, Initiated, Reconnected, RequestError as Refusal, Snapshot, Steered} from "./wire.js";

export type StreamState =
  | "closed" | "connecting" | "catching-up" | "live" | "waiting" | "offline" | "signed-out" | "gone" | "refused";

export interface StateDetail {
  state: StreamState;
  /** When it connects again: ms since the epoch. */
  retryAt?: number;
  /** How the connection was closed. */
  code?: number;
  reason?: string;
  /** There where WebSockets are blocked. */
  transport?: "http";
  /** Responses arrive only at their end. */
  isPolling?: boolean;
  deleted?: boolean;
}

export interface StreamEvents {
  snapshot: CustomEvent<Snapshot>;
  event: CustomEvent<LoggedEvent>;
  caughtup: CustomEvent<Reconnected>;
  state: CustomEvent<StateDetail>;
  refused: CustomEvent<Refusal>;
}

export interface StreamOptions {
  /** Of the socket; absolute where there is no page. */
  url: string;
  /** The stream over HTTP, where its address does not follow from `url`. */
  api?: string;
  /** A one-time ticket for each socket, on a page of another domain. */
  ticket?: () => Promise<string>;
  /** They authenticate where no cookie does; browsers send them over HTTP alone. */
  headers?: Record<string, string>;
  /** The class of sockets where there is no global one, such as that of the package ws. */
  WebSocket?: new (url: string, protocols?: string[], options?: any) => any;
  /** Of the state that the page was served with. */
  position?: string | null;
}

/** Why a request failed: `code` is one of the protocol's, or the state in which the stream ended. */
export class RequestError extends Error {
  constructor(refusal: {code: string; detail: string; retry_after?: number; later_changes?: number});
  code: string;
  detail: string;
  /** Seconds. */
  retryAfter?: number;
  laterChanges?: number;
}

export interface TurnRequest {
  /** A UUID; with the same one it is safe to repeat. */
  request_id: string;
  message: string;
  attachments?: string[];
  edit_of?: string;
}

export interface RetryRequest {
  request_id: string;
  assistant_message_id: string;
  discard_later?: boolean;
}

export interface DecideRequest {
  assistant_message_id: string;
  tool_call_id: string;
  decision: "approved" | "declined";
}

export interface SteerRequest {
  /** A UUID; with the same one it is safe to repeat. */
  request_id: string;
  assistant_message_id: string;
  text: string;
}

export class ChatStream extends EventTarget {
  constructor(options: StreamOptions);
  readonly state: StreamState;
  /** The id of the last event that was dispatched. */
  readonly position: string | null;
  /** Connect, and stay connected. */
  start(): void;
  /** Disconnect; requests without an answer are rejected. */
  close(): void;
  /** Connect now instead of at the next attempt. */
  retryNow(): void;
  initiate(request: TurnRequest): Promise<Initiated>;
  retry(request: RetryRequest): Promise<Initiated>;
  /** Allow a tool call that waits for it, or decline it. Rejects with `conflict` where somebody has decided otherwise. */
  decide(request: DecideRequest): Promise<Decided>;
  /** Add words to an answer that is being written. Rejects with `too_late` where it is at its end: `initiate` them then. */
  steer(request: SteerRequest): Promise<Steered>;
  stop(assistant_message_id: string): void;
  /** Do not send the request again; rejects its promise. */
  withdraw(request_id: string): void;
  addEventListener<Type extends keyof StreamEvents>(
    type: Type, listener: (event: StreamEvents[Type]) => void, options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<Type extends keyof StreamEvents>(
    type: Type, listener: (event: StreamEvents[Type]) => void, options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}
