// What the page knows: the messages of chatstream's reducer, and the film.

import { emptyState as emptyStream, isLive, isOver, makeReducer, reduce as reduceStream } from "chatstream/state.js";

export { endRuns, isLive, isOver, isUndecided, isUnfinished, prependHistory } from "chatstream/state.js";

/** @type {Readonly<PageState>} */
export const emptyState = Object.freeze({ ...emptyStream, storyboard: null });

/** The answer that is being written, or is the next to be. */
export function liveAnswer(messages) {
  const live = messages.filter(isLive);
  return live.find(({ status }) => status !== "pending") ?? live[0];
}

/** The messages that wait while an earlier one is answered, each with its empty answer, in the order of their turns. */
export function queueOf(messages) {
  const behind = messages.filter(isLive).slice(1);
  const waiting = behind.filter(({ status, retry_of }) => status === "pending" && !retry_of);
  const asked = ({ request_id }) => messages.find((each) => each.role === "user" && each.request_id === request_id);
  return waiting.map((answer) => ({ answer, question: asked(answer) })).filter(({ question }) => question);
}

/** Whether frames have left parts of a message out, since they were too large: left-out.js fetches it. */
const isPartial = (message) => Boolean(message.partial) || message.tool_calls.some((call) => call.isPartial);

const LARGE = ["snapshot", "finalized", "storyboard"]; // frames that may leave something out, or show that it is needed now

/** What left-out.js is to fetch or to prove after this frame: finished messages, the newest first, and a revision; or null. */
export function findLeftOut({ type, message_id }, /** @type {PageState} */ { messages, leftOutRevision, storyboard }) {
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

/** @type {(state: PageState, frame: {type: string}) => PageState} */
export const reduce = makeReducer({
  snapshot: (state, frame) => ({
    ...reduceStream(state, frame),
    storyboard: frame.storyboard ?? null,
    ...(frame.storyboard_revision && { leftOutRevision: frame.storyboard_revision }),
  }),

  tool_result(state, event) {
    const changed = reduceStream(state, event);
    const { success, name, payload } = event;
    return success && name === "set_title" && payload?.title ? renameProject(changed, payload.title) : changed;
  },

  storyboard(state, event) {
    if (state.storyboard && state.storyboard.revision >= event.revision) return state;
    if (!event.storyboard) return { ...state, leftOutRevision: event.revision };
    return { ...state, storyboard: { revision: event.revision, ...event.storyboard } };
  },

  project_renamed: (state, { title }) => renameProject(state, title),
});

export function renameProject(state, title) {
  return state.project ? { ...state, project: { ...state.project, title } } : state;
}
