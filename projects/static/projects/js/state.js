// What the page knows, as a pure function of the frames it was given: snapshot(k) + the events after k = snapshot(n).
// Everything but `delta` and `reasoning` may be applied twice: ids and whole contents make a repeat harmless.

export const emptyState = Object.freeze({ at: null, project: null, storyboard: null, messages: [] });

export const isOver = (message) => ["success", "error", "cancelled"].includes(message.status);
export const isLive = (message) => message.role === "assistant" && !isOver(message);

/** The messages that wait while an earlier one is answered, each with its empty answer, in the order of their turns. */
export function queueOf(messages) {
  const behind = messages.filter(isLive).slice(1);
  const waiting = behind.filter(({ status, retry_of }) => status === "pending" && !retry_of);
  const asked = ({ request_id }) => messages.find((each) => each.role === "user" && each.request_id === request_id);
  return waiting.map((answer) => ({ answer, question: asked(answer) })).filter(({ question }) => question);
}

/** Whether frames have left parts of a message out, since they were too large: left-out.js fetches it. */
const isPartial = ({ partial, tool_calls }) => Boolean(partial) || tool_calls.some((call) => call.isPartial);

const LARGE = ["snapshot", "finalized", "storyboard"]; // frames that may leave something out, or show that it is needed now

/** What left-out.js is to fetch or to prove after this frame: finished messages, the newest first, and a revision; or null. */
export function findLeftOut({ type, message_id }, { messages, leftOutRevision, storyboard }) {
  if (!LARGE.includes(type)) return null;
  const finished = messages.filter(isOver).reverse();
  const partial = finished.filter(isPartial);
  const unproven = finished.filter((message) => message.id === message_id && message.measures && !isPartial(message));
  const revision = leftOutRevision > (storyboard?.revision ?? 0) ? leftOutRevision : null;
  return partial.length || unproven.length || revision ? { partial, unproven, revision } : null;
}

/** Whether another take of an answer may be the chosen one after this frame. */
export const mayMoveTakes = ({ type, cause }, { storyboard, messages }) =>
  (type === "snapshot" || (type === "storyboard" && cause === "undo")) && Boolean(storyboard) && messages.some(({ retry_of }) => retry_of);

export const isUnfinished = (call) => call.status === "running";
const NO_PROGRESS = { detail: undefined, progress: undefined }; // a call that has ended is not on its way any more

function changeMessage(state, id, change) {
  const index = state.messages.findIndex((message) => message.id === id);
  if (index < 0) return state; // it lies on an older page, which is fetched whole
  const changed = change(state.messages[index]);
  return changed === state.messages[index] ? state : { ...state, messages: state.messages.with(index, changed) };
}

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

/** A message off the wire as the page keeps it. */
const withDefaults = (message) => ({ content: "", tool_calls: [], ...message });

function withoutUndefined(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

const fold = {
  snapshot: (state, { at, project, messages, storyboard = null, storyboard_revision }) => ({
    at,
    project,
    storyboard,
    messages: messages.map(withDefaults),
    ...(storyboard_revision && { leftOutRevision: storyboard_revision }),
  }),

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
      const { tool_call_id, name, title, offset, reasoning_offset, arguments: args, ts: started } = event;
      const about = withoutUndefined({ tool_call_id, name, title, offset, reasoning_offset, arguments: args });
      const call = { ...about, status: "running", started, ...(!args && { isPartial: true }) };
      return { ...message, tool_calls: [...message.tool_calls, call] };
    }),

  tool_progress: (state, event) =>
    changeToolCall(state, event, (call) => {
      const { progress, detail } = event;
      return isUnfinished(call) ? withoutUndefined({ ...call, detail, progress: progress ?? undefined }) : call;
    }),

  tool_result(state, event) {
    const { success, payload, error, elapsed_ms, revision } = event;
    const result = { status: success ? "success" : "error", payload, error, elapsed_ms, revision, ...NO_PROGRESS, ...(!payload && { isPartial: true }) };
    const changed = changeToolCall(state, event, (call) =>
      isUnfinished(call) ? withoutUndefined({ ...call, ...result }) : call,
    );
    if (!success || event.name !== "set_title" || !payload?.title || !changed.project) return changed;
    return { ...changed, project: { ...changed.project, title: payload.title } };
  },

  storyboard(state, event) {
    if (state.storyboard && state.storyboard.revision >= event.revision) return state;
    if (!event.storyboard) return { ...state, leftOutRevision: event.revision };
    return { ...state, storyboard: { revision: event.revision, ...event.storyboard } };
  },

  project_renamed: (state, { title }) => renameProject(state, title),

  error: (state, { message_id, code, error, retryable }) =>
    changeMessage(state, message_id, (message) => ({ ...message, error: { code, error, retryable } })),

  finalized: (state, event) =>
    changeMessage(state, event.message_id, (message) => {
      const { status, finish_reason, content = message.content, usage, elapsed_ms, first_token_ms } = event;
      const tool_calls = message.tool_calls.map((call) =>
        isUnfinished(call) ? withoutUndefined({ ...call, status: "cancelled", ...NO_PROGRESS }) : call,
      );
      const ended = { status, finish_reason, content, usage, elapsed_ms, first_token_ms, phase: undefined, tool_calls };
      const { length, sha256 } = event;
      return withoutUndefined({ ...message, ...ended, ...(event.content === undefined && { measures: { length, sha256 } }) });
    }),
};

/** The state after `frame`; types this page does not know (yet) change nothing but the position. */
export function reduce(state, frame) {
  const next = Object.hasOwn(fold, frame.type) ? fold[frame.type](state, frame) : state;
  return frame.id && next.at !== frame.id ? { ...next, at: frame.id } : next;
}

/** An older page of history goes before what is there; a message that is there already stays as it is. */
export function prependHistory(state, messages, more) {
  const known = new Set(state.messages.map((message) => message.id));
  const older = messages.filter((message) => !known.has(message.id)).map(withDefaults);
  return { ...state, project: { ...state.project, more }, messages: [...older, ...state.messages] };
}

/** The project is gone: whatever was being written or waited has ended with it. */
export function endRuns(state) {
  const messages = state.messages.map((message) => (isLive(message) ? { ...message, status: "cancelled" } : message));
  return { ...state, messages };
}

export function renameProject(state, title) {
  return state.project ? { ...state, project: { ...state.project, title } } : state;
}
