// The types of static/chatstream/react.js for TypeScript.

import type {DecideRequest, RetryRequest, StreamOptions, StreamState, TurnRequest} from "./client.js";
import type {Message} from "./state.js";
import type {Decided, Initiated, Steered} from "./wire.js";

export type HookOptions = Omit<StreamOptions, "position">;

export interface ChatHook {
  /** Oldest first. */
  messages: Message[];
  status: StreamState;
  /** Rejects with a RequestError. */
  send(message: string, fields?: Partial<TurnRequest>): Promise<Initiated>;
  /** Stops this answer, or the one that is being written. */
  stop(assistant_message_id?: string): void;
  /** Allows a tool call that waits for it, or declines it. */
  decide(request: DecideRequest): Promise<Decided>;
  /** Adds words to an answer; without an id to the one that is being written. */
  steer(text: string, assistant_message_id?: string): Promise<Steered>;
  /** Asks for another answer in place of this one, or of the newest. */
  retry(assistant_message_id?: string, fields?: Partial<RetryRequest>): Promise<Initiated>;
}

/** A stream for as long as the component is there; another `url` is another stream. */
export function useChatStream(options: HookOptions): ChatHook;
