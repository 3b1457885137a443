// The types of the browser's client in static/chatstream/. No browser loads them: `make lint-js` checks the modules by them.

export type {TransportChoice} from "./static/chatstream/transport-choice.js";

export type State =
  | "closed" | "connecting" | "catching-up" | "live" | "waiting" | "offline" | "signed-out" | "gone" | "refused";

/** A frame of docs/protocol.md. */
export interface Frame {
  type: string;
  [field: string]: any;
}

/** How a connection was closed. */
export interface Close {
  code?: number;
  reason?: string;
}

/** What somebody authenticates with who has no cookie, and the class of sockets, if there is one. */
export interface Access {
  WebSocket?: any;
  ticket?: () => Promise<string>;
  headers?: Record<string, string>;
}

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
  send(frame: Frame): void;
  close(): void;
}

/** What a connection calls. */
export interface ConnectionHandlers {
  opened(): void;
  received(frame: Frame): void;
  consumed(length: number): void;
  entered(detail: StateDetail): void;
  ended(state: State): void;
}

export interface StateDetail extends Close {
  state: State;
  retryAt?: number;
  transport?: string;
  isPolling?: boolean;
  deleted?: boolean;
}

export interface Refusal {
  code: string;
  detail: string;
  retry_after?: number;
  later_changes?: number;
}
