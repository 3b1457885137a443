// What a reader knows of a stream, as a pure function of the frames it was given: snapshot(k) + the events after k = snapshot(n).
// Everything but `delta` and `reasoning` may be applied twice: ids and whole contents make a repeat harmless.
/** @import {ChatState, Handler, Handlers, Message, MessageView, PlainMessage, ToolCall, ToolCallView} from "../../client-types" */

/** @type {Readonly<ChatState>} */
export const emptyState = Object.freeze({ at: null, project: null, messages: [] });

/** @param {MessageView} message */
export const isOver = (message) => ["success", "error", "cancelled"].includes(message.status);
/** @param {MessageView} message */
export const isLive = (message) => message.role === "assistant" && !isOver(message);
/** @param {ToolCallView} call */
export const isUnfinished = (call) => call.status === "running";
/**
 * Whether it waits until a person has allowed it.
 * @param {ToolCallView} call
 */
export const isUndecided = (call) => isUnfinished(call) && call.approval === "requested";
const NO_PROGRESS = { detail: undefined, progress: undefined }; // a call that has ended is not on its way any more

/**
 * @template {ChatState} State
 * @param {State} state
 * @param {string} id
 * @param {(message: Message) => Message} change
 */
export function changeMessage(state, id, change) {
  const index = state.messages.findIndex((message) => message.id === id);
  if (index < 0) return state; // it lies on an older page, which is fetched whole
  const changed = change(state.messages[index]);
  return changed === state.messages[index] ? state : { ...state, messages: state.messages.with(index, changed) };
}

/**
 * @param {ChatState} state
 * @param {{message_id: string, tool_call_id: string}} event
 * @param {(call: ToolCall) => ToolCall} change
 */
function changeToolCall(state, event, change) {
  return changeMessage(state, event.message_id, (message) => {
    const index = message.tool_calls.findIndex((call) => call.tool_call_id === event.tool_call_id);
    if (index < 0) return message;
    const changed = change(message.tool_calls[index]);
    return changed === message.tool_calls[index]
      ? message
      : { ...message, tool_calls: message.tool_calls.with(index, changed) };
  });
}

/**
 * A message off the wire as the page keeps it.
 * @type {(message: PlainMessage) => Message}
 */
export const withDefaults = (message) => ({ content: "", tool_calls: [], ...message });

/**
 * @template {object} Fields
 * @param {Fields} object
 * @returns {Fields}
 */
function withoutUndefined(object) {
  return /** @type {Fields} */ (Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));
}

/** @type {Handlers} */
const handlers = {
  snapshot: (state, { at, project, messages }) => ({ at, project, messages: messages.map(withDefaults) }),

  /** Not of the wire: a message that was fetched whole. Of one that is still being written the events know more. */
  message_fetched: (state, { message: { at, ...message } }) =>
    changeMessage(state, message.id, (known) => (isOver(message) ? withDefaults(message) : known)),

  message_created(state, event) {
    if (state.messages.some((message) => message.id === event.message_id)) return state;
    const { role, content, attachments, status, request_id, retry_of, versions, ts: created } = event;
    const message = { role, content, attachments, status, created, request_id, retry_of, versions, attempt: 0, tool_calls: [] };
    return { ...state, messages: [...state.messages, withoutUndefined({ id: event.message_id, ...message })] };
  },

  status: (state, event) =>
    changeMessage(state, event.message_id, (message) => {
      if (isOver(message)) return message;
      const { status: phase, attempt, content = "", ts } = event;
      const begins = phase !== "queued" && message.status === "pending";
      /** @type {Message} */
      const changed = { ...message, phase, attempt, ...(begins && { status: "running", started: ts }) };
      if (phase !== "restarted") return changed;
      const tool_calls = message.tool_calls.filter((call) => !isUnfinished(call));
      return withoutUndefined({ ...changed, content, reasoning: undefined, tool_calls });
    }),

  delta: (state, event) =>
    changeMessage(state, event.message_id, (message) =>
      isOver(message) ? message : { ...message, content: message.content + event.content },
    ),

  reasoning: (state, event) =>
    changeMessage(state, event.message_id, (message) =>
      isOver(message) ? message : { ...message, reasoning: (message.reasoning ?? "") + event.content },
    ),

  tool_start: (state, event) =>
    changeMessage(state, event.message_id, (message) => {
      if (message.tool_calls.some((call) => call.tool_call_id === event.tool_call_id)) return message;
      const { tool_call_id, name, title, offset, reasoning_offset, arguments: args, approval, ts: started } = event;
      const about = withoutUndefined({ tool_call_id, name, title, offset, reasoning_offset, arguments: args, approval });
      /** @type {ToolCall} */
      const call = { ...about, status: "running", started, ...(!args && { isPartial: true }) };
      return { ...message, tool_calls: [...message.tool_calls, call] };
    }),

  approval_requested: (state, event) => changeToolCall(state, event, (call) => ({ ...call, approval: "requested" })),

  approval_decided: (state, event) => changeToolCall(state, event, (call) => ({ ...call, approval: event.decision })),

  steering: (state, { id, type, ts, message_id, ...steering }) =>
    changeMessage(state, message_id, (message) => {
      const { steerings = [] } = message;
      const index = steerings.findIndex(({ request_id }) => request_id === steering.request_id);
      return { ...message, steerings: index < 0 ? [...steerings, steering] : steerings.with(index, steering) };
    }),

  tool_progress: (state, event) =>
    changeToolCall(state, event, (call) => {
      const { progress, detail } = event;
      return isUnfinished(call) ? withoutUndefined({ ...call, detail, progress: progress ?? undefined }) : call;
    }),

  tool_result: (state, event) =>
    changeToolCall(state, event, (call) => {
      const { success, payload, error, elapsed_ms, revision } = event;
      /** @type {Partial<ToolCall>} */
      const result = { status: success ? "success" : "error", payload, error, elapsed_ms, revision, ...NO_PROGRESS };
      return isUnfinished(call) ? withoutUndefined({ ...call, ...result, ...(!payload && { isPartial: true }) }) : call;
    }),

  error: (state, { message_id, code, error, retryable }) =>
    changeMessage(state, message_id, (message) => ({ ...message, error: { code, error, retryable } })),

  finalized: (state, event) =>
    changeMessage(state, event.message_id, (message) => {
      const { status, finish_reason, content = message.content, usage, elapsed_ms, first_token_ms } = event;
      /** @type {ToolCall[]} */
      const tool_calls = message.tool_calls.map((call) =>
        isUnfinished(call) ? withoutUndefined({ ...call, status: "cancelled", ...NO_PROGRESS }) : call,
      );
      const ended = { status, finish_reason, content, usage, elapsed_ms, first_token_ms, phase: undefined, tool_calls };
      const { length, sha256 } = event;
      return withoutUndefined({ ...message, ...ended, ...(event.content === undefined && { measures: { length, sha256 } }) });
    }),
};

/**
 * The reducer for a project that adds events of its own: `own` has a function (state, frame) for each; it may call `reduce`.
 * @type {(own: Record<string, Handler>) => Handler}
 */
export const makeReducer = (own) => (state, frame) => {
  const handle = Object.hasOwn(own, frame.type) ? own[frame.type] : Object.hasOwn(handlers, frame.type) && /** @type {Record<string, Handler>} */ (handlers)[frame.type];
  const next = handle ? handle(state, frame) : state;
  return frame.id && next.at !== frame.id ? { ...next, at: frame.id } : next;
};

/** The state after `frame`; types that are not known (yet) change nothing but the position. */
export const reduce = makeReducer({});

/**
 * An older page of history goes before what is there; a message that is there already stays as it is.
 * @param {ChatState} state
 * @param {MessageView[]} messages
 * @param {boolean} more
 */
export function prependHistory(state, messages, more) {
  const known = new Set(state.messages.map((message) => message.id));
  const older = messages.filter((message) => !known.has(message.id)).map(withDefaults);
  return { ...state, project: { ...state.project, more }, messages: [...older, ...state.messages] };
}

/**
 * The project is gone: whatever was being written or waited has ended with it.
 * @param {ChatState} state
 */
export function endRuns(state) {
  const messages = state.messages.map((message) => (isLive(message) ? { ...message, status: "cancelled" } : message));
  return { ...state, messages };
}
