// The simplest page that a stream can have: it notes all that it is told, and keeps the text.
import {ChatStream} from "/client.js";

const KINDS = ["snapshot", "event", "caughtup", "state", "refused"];

function note({type, detail}) {
  window.seen.push({type, detail});
  if (type === "snapshot") window.text = detail.messages.map(({content}) => content).join("");
  if (type === "event" && detail.type === "delta") window.text += detail.content;
}

window.follow = (options) => {
  window.seen = [];
  window.text = "";
  window.answers = {};
  window.stream = new ChatStream({url: "/ws/projects/alice/", ...options});
  for (const kind of KINDS) window.stream.addEventListener(kind, note);
  window.stream.start();
};

window.details = (kind) => window.seen.filter(({type}) => type === kind).map(({detail}) => detail);
window.states = () => window.details("state").map(({state}) => state);

window.ask = (verb, request) => {
  window.stream[verb](request).then(
    (frame) => window.answers[request.request_id] = frame,
    ({name, code, detail, retryAfter}) => window.answers[request.request_id] = {name, code, detail, retryAfter},
  );
};
