// The types of static/chatstream/state.js for TypeScript.

import type {MessageDocument, MessageView, ServerFrame, ToolCallView} from "./wire.js";

/** `isPartial`: a part was too large for its event. */
export interface ToolCall extends ToolCallView {
  isPartial?: boolean;
}

/** `measures`: the text was too large for its last event; these prove that what is here is whole. */
export interface Message extends MessageView {
  content: string;
  tool_calls: ToolCall[];
  measures?: {length: number; sha256: string};
}

export interface ChatState {
  /** The position that it is true as of; null before the first snapshot. */
  at: string | null;
  project: Record<string, any> | null;
  messages: Message[];
}

/** Not of the wire: a message that was fetched whole. */
export interface MessageFetched {
  type: "message_fetched";
  message: MessageDocument;
}

export type Frame = ServerFrame | MessageFetched;

export const emptyState: Readonly<ChatState>;

/** The state after `frame`; types that are not known change nothing but the position. */
export function reduce(state: ChatState, frame: Frame): ChatState;

/** The reducer for a project that adds events of its own. */
export function makeReducer<State extends ChatState = ChatState>(
  own: Record<string, (state: State, frame: any) => State>,
): (state: State, frame: Frame | {type: string; id?: string}) => State;

export function isOver(message: MessageView): boolean;
export function isLive(message: MessageView): boolean;
export function isUnfinished(call: ToolCallView): boolean;
/** Whether it waits until a person has allowed it. */
export function isUndecided(call: ToolCallView): boolean;
export function withDefaults(message: MessageView): Message;

/** Changes one message, if it is there. */
export function changeMessage<State extends ChatState>(state: State, id: string, change: (message: Message) => Message): State;

/** Puts an older page of messages before those that are there. */
export function prependHistory<State extends ChatState>(state: State, messages: MessageView[], more: boolean): State;

/** The project is gone: whatever was being written or waited has ended with it. */
export function endRuns<State extends ChatState>(state: State): State;
