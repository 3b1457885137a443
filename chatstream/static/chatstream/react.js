import {useEffect, useMemo, useReducer, useRef, useState} from "react";

import {ChatStream} from "./client.js";
import {emptyState, isLive, reduce} from "./state.js";

/** @import {ChatStream as Stream} from "../../types/client.js" */
/** @import {ChatHook, HookOptions} from "../../types/react.js" */
/** @import {ChatState, Frame, Message} from "../../types/state.js" */

/** The options and the messages of the newest rendering, and the stream of the newest effect.
 * @typedef {{options: HookOptions, messages: Message[], stream: Stream}} Current */

/** @type {(state: ChatState, frame: Frame | null) => ChatState} */
const advance = (state, frame) => (frame ? reduce(state, frame) : emptyState);

/**
 * A stream for as long as the component is there. It takes the options of ChatStream; another `url` is another stream, other
 * options count from the next one on.
 * @param {HookOptions} options
 * @returns {ChatHook}
 */
export function useChatStream(options) {
  const current = useRef(/** @type {Current} */ ({}));
  const [state, apply] = useReducer(advance, emptyState);
  const [status, setStatus] = useState(/** @type {ChatHook["status"]} */ ("closed"));
  Object.assign(current.current, {options, messages: state.messages});
  useEffect(() => {
    /** @type {Stream} */
    const stream = new ChatStream(current.current.options);
    current.current.stream = stream;
    stream.addEventListener("snapshot", ({detail}) => apply(detail));
    stream.addEventListener("event", ({detail}) => apply(detail));
    stream.addEventListener("state", ({detail}) => setStatus(detail.state));
    stream.start();
    return () => {
      stream.close();
      apply(null);
    };
  }, [options.url]);
  const calls = useMemo(() => makeCalls(current.current), []);
  return {messages: state.messages, status, ...calls};
}

/**
 * What a component may do; the functions stay the same ones. Where no answer is meant, the server refuses the empty id.
 * @param {Current} current
 * @returns {Omit<ChatHook, "messages" | "status">}
 */
function makeCalls(current) {
  const newestAnswer = () => current.messages.findLast(({role}) => role === "assistant")?.id ?? "";
  return {
    send: (message, fields) => current.stream.initiate({request_id: crypto.randomUUID(), message, ...fields}),
    stop(id = current.messages.find(isLive)?.id) {
      if (id) current.stream.stop(id);
    },
    decide: (request) => current.stream.decide(request),
    steer: (text, assistant_message_id = current.messages.find(isLive)?.id ?? "") =>
      current.stream.steer({request_id: crypto.randomUUID(), assistant_message_id, text}),
    retry: (assistant_message_id = newestAnswer(), fields = {}) =>
      current.stream.retry({request_id: crypto.randomUUID(), assistant_message_id, ...fields}),
  };
}
