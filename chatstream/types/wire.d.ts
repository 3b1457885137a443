// Made by `python -m chatstream.schemas`: what docs/protocol.md describes.

export interface Ack {
  type: "ack";
  last_event_id: string;
}

/** A call that was declined has its `tool_result` next, without having run. */
export interface ApprovalDecidedEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "approval_decided";
  message_id: string;
  ts: number;
  tool_call_id: string;
  decision: "approved" | "declined";
}

/** The call does not run, and its answer does not go on, before a person has decided. */
export interface ApprovalRequestedEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "approval_requested";
  message_id: string;
  ts: number;
  tool_call_id: string;
  name: string;
  title: string;
  arguments?: Record<string, any>;
}

/** A picture in a person's message. `url`: where its bytes are, for everyone who may see the message. */
export interface Attachment {
  id: string;
  name: string;
  width: number;
  height: number;
  url: string;
}

/** Another version of a person's message is shown, with what comes after it. */
export interface BranchChosenEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "branch_chosen";
  message_id: string;
  ts: number;
}

/** What a client sends over a WebSocket. */
export type ClientFrame =
  | Initiate
  | Stream
  | Stop
  | Retry
  | Decide
  | Steer
  | Ack;

/** Allow a tool call that waits for it, or decline it. `request_id`: for its reply alone. */
export interface Decide {
  type: "decide";
  request_id?: string | null;
  assistant_message_id: string;
  tool_call_id: string;
  decision: "approved" | "declined";
}

/** The answer to `decide`, also to one that was decided so before. */
export interface Decided {
  type: "decided";
  request_id?: string;
  assistant_message_id: string;
  tool_call_id: string;
  decision: "approved" | "declined";
}

export interface DeltaEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "delta";
  message_id: string;
  ts: number;
  content: string;
  /** For how many events this one stands, if not for 1. */
  merged?: number;
}

export interface ErrorEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "error";
  message_id: string;
  ts: number;
  code: string;
  error: string;
  retryable: boolean;
}

/** What is in the log. More types may come: pass over those that you do not know. */
export type Event =
  | MessageCreatedEvent
  | BranchChosenEvent
  | QueueChangedEvent
  | StatusEvent
  | DeltaEvent
  | ReasoningEvent
  | ToolStartEvent
  | ApprovalRequestedEvent
  | ApprovalDecidedEvent
  | SteeringEvent
  | ToolProgressEvent
  | ToolResultEvent
  | ErrorEvent
  | FinalizedEvent;

/**
 * `length` (Unicode characters) and `sha256` (of the UTF-8, in hex) are those of the whole text, also if it is left out.
 *
 * `finish_reason`: `stop`, `length`, `filtered`, `refused`, `cancelled`, `error`; more may come.
 */
export interface FinalizedEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "finalized";
  message_id: string;
  ts: number;
  status: "success" | "error" | "cancelled";
  finish_reason?: string;
  content?: string;
  length: number;
  sha256: string;
  usage?: Record<string, any>;
  elapsed_ms: number;
  first_token_ms?: number;
}

export interface Heartbeat {
  type: "heartbeat";
  head: string;
}

/** `edit_of`: say it in place of this message of a person, in a branch of the conversation that begins there. */
export interface Initiate {
  type: "initiate";
  request_id: string;
  message: string;
  attachments?: Array<string>;
  edit_of?: string | null;
}

export interface Initiated {
  type: "initiated";
  request_id: string;
  user_message_id: string;
  assistant_message_id: string;
}

export interface MessageCreatedEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "message_created";
  message_id: string;
  ts: number;
  role: "user" | "assistant";
  content: string;
  status: "pending" | "running" | "success" | "error" | "cancelled";
  attachments?: Array<Attachment>;
  request_id?: string;
  retry_of?: string;
  versions?: Array<string>;
}

/** One message, whole, true as of the event id `at`. */
export interface MessageDocument {
  id: string;
  role: "user" | "assistant";
  content?: string;
  partial?: boolean;
  length?: number;
  sha256?: string;
  reasoning?: string;
  attachments?: Array<Attachment>;
  status: "pending" | "running" | "success" | "error" | "cancelled";
  finish_reason?: string;
  created: number;
  started?: number;
  request_id?: string;
  retry_of?: string;
  versions?: Array<string>;
  attempt: number;
  phase?: string;
  error?: MessageError;
  usage?: Record<string, any>;
  elapsed_ms?: number;
  first_token_ms?: number;
  tool_calls: Array<ToolCallView>;
  steerings?: Array<SteeringView>;
  at: string;
}

export interface MessageError {
  code: string;
  error: string;
  retryable: boolean;
}

/**
 * A message as a snapshot shows it. `phase`: the last `status` event of one that has not ended.
 *
 * `partial`: a field was too large for a frame and is left out; GET /api/messages/<id>/ has it. In place of `content` stand
 * `length` and `sha256`. `reasoning`: what the model thought, as one text. `versions`: the ids of all versions of a person's
 * message that was edited, oldest first, its own among them. `steerings`: what a person has added to an answer.
 */
export interface MessageView {
  id: string;
  role: "user" | "assistant";
  content?: string;
  partial?: boolean;
  length?: number;
  sha256?: string;
  reasoning?: string;
  attachments?: Array<Attachment>;
  status: "pending" | "running" | "success" | "error" | "cancelled";
  finish_reason?: string;
  created: number;
  started?: number;
  request_id?: string;
  retry_of?: string;
  versions?: Array<string>;
  attempt: number;
  phase?: string;
  error?: MessageError;
  usage?: Record<string, any>;
  elapsed_ms?: number;
  first_token_ms?: number;
  tool_calls: Array<ToolCallView>;
  steerings?: Array<SteeringView>;
}

/** The last frame of a stream whose project is not there any more, or not the reader's. */
export interface ProjectDeleted {
  type: "project_deleted";
}

/** Messages that wait for their answers were said differently, moved or removed. */
export interface QueueChangedEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "queue_changed";
  message_id?: string;
  ts: number;
}

/** What the model thinks before it answers: text to append to the reasoning, not to the message's `content`. */
export interface ReasoningEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "reasoning";
  message_id: string;
  ts: number;
  content: string;
  /** For how many events this one stands, if not for 1. */
  merged?: number;
}

export interface Reconnected {
  type: "reconnected";
  missed_events: number;
  last_event_id: string;
  mode: "replayed" | "snapshot";
}

/**
 * `later_changes`: why a `retry` is a conflict, and what `discard_later` would agree to.
 *
 * `quota`: what is used up: its `measure`, `of` whom, and what is `left`, which answers that are being written hold.
 */
export interface RequestError {
  type: "request_error";
  request_id?: string;
  code: string;
  detail: string;
  retry_after?: number;
  later_changes?: number;
  quota?: Record<string, any>;
}

/** `discard_later`: go back to before the answer also where that takes later changes away. */
export interface Retry {
  type: "retry";
  request_id: string;
  assistant_message_id: string;
  discard_later?: boolean;
}

/** What a server sends. */
export type ServerFrame =
  | MessageCreatedEvent
  | BranchChosenEvent
  | QueueChangedEvent
  | StatusEvent
  | DeltaEvent
  | ReasoningEvent
  | ToolStartEvent
  | ApprovalRequestedEvent
  | ApprovalDecidedEvent
  | SteeringEvent
  | ToolProgressEvent
  | ToolResultEvent
  | ErrorEvent
  | FinalizedEvent
  | Snapshot
  | Initiated
  | Decided
  | Steered
  | RequestError
  | Reconnected
  | Heartbeat
  | ProjectDeleted;

/** `at`: the position that it is true as of. What else the project has stands beside these fields. */
export interface Snapshot {
  type: "snapshot";
  /** EPOCH-SEQ: a position in the log. */
  at: string;
  project: Record<string, any>;
  messages: Array<MessageView>;
}

/** `content` comes with `restarted` only: the text that stands. Reasoning, and tool calls without a result, are removed. */
export interface StatusEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "status";
  message_id: string;
  ts: number;
  status: "queued" | "thinking" | "building" | "waiting" | "stopping" | "restarted";
  attempt: number;
  content?: string;
}

/** Add words to an answer that is being written. */
export interface Steer {
  type: "steer";
  request_id: string;
  assistant_message_id: string;
  text: string;
}

/** The answer to `steer`, also to one that was accepted before. */
export interface Steered {
  type: "steered";
  request_id: string;
  assistant_message_id: string;
}

/**
 * What a person adds to an answer that is being written. When the run has read it, it comes again, with its place.
 *
 * `offset`, `reasoning_offset`, `call_offset`: how many characters of the text and of the reasoning, and how many tool calls, come
 * before it.
 */
export interface SteeringEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "steering";
  message_id: string;
  ts: number;
  request_id: string;
  text: string;
  offset?: number;
  reasoning_offset?: number;
  call_offset?: number;
}

/** What a person has added to an answer. Without a place: the run has not read it. */
export interface SteeringView {
  request_id: string;
  text: string;
  offset?: number;
  reasoning_offset?: number;
  call_offset?: number;
}

export interface Stop {
  type: "stop";
  assistant_message_id: string;
}

export interface Stream {
  type: "stream";
  assistant_message_id?: string | null;
  client_id?: string | null;
  last_event_id?: string | null;
}

export interface ToolCallView {
  tool_call_id: string;
  name: string;
  title: string;
  offset?: number;
  reasoning_offset?: number;
  arguments?: Record<string, any>;
  approval?: "requested" | "approved" | "declined";
  status: "running" | "success" | "error" | "cancelled";
  progress?: number;
  detail?: string;
  payload?: Record<string, any>;
  error?: string;
  started?: number;
  elapsed_ms?: number;
  revision?: number;
}

export interface ToolProgressEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "tool_progress";
  message_id: string;
  ts: number;
  tool_call_id: string;
  name: string;
  detail: string;
  progress: number | null;
}

export interface ToolResultEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "tool_result";
  message_id: string;
  ts: number;
  tool_call_id: string;
  name: string;
  success: boolean;
  payload?: Record<string, any>;
  error?: string;
  elapsed_ms: number;
  revision?: number;
}

/**
 * `offset`, `reasoning_offset`: how many Unicode characters of the message's text and of its reasoning come before it.
 *
 * `approval`: of a call that a person must allow.
 */
export interface ToolStartEvent {
  /** EPOCH-SEQ: a position in the log. */
  id: string;
  type: "tool_start";
  message_id: string;
  ts: number;
  tool_call_id: string;
  name: string;
  title: string;
  offset?: number;
  reasoning_offset?: number;
  arguments?: Record<string, any>;
  approval?: "requested" | "approved" | "declined";
}
