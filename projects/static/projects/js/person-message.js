// What a person said: the bubble, its pictures, and what can be done with it.
import { h, setText } from "./dom.js";
import { icon, labelledButton } from "./icons.js";
import { pictureList } from "./picture-list.js";
import { VersionSwitch } from "./version-switch.js";

/** The parts of `element`, a `<chat-message>`, which tells of what a person does by events. */
export function buildPerson(element) {
  const emit = (type) => () => element.emit(type);
  const edit = h("button", { type: "button", class: "quiet edit", "aria-label": "Edit the message", title: "Edit (↑)", onclick: emit("edit-message") }, icon("edit"));
  const parts = {
    pictures: h("ul", { class: "bubble-pictures", "aria-label": "Pictures", hidden: true }),
    body: h("div", { class: "bubble", dir: "auto" }),
    state: h("p", { class: "send-state", hidden: true }),
    actions: h(
      "div",
      { class: "actions", hidden: true },
      labelledButton("Try again", "retry", emit("send-again")),
      labelledButton("Discard", "cancelled", emit("discard")),
    ),
    versions: new VersionSwitch((version, number) => element.emit("choose-version", { id: version.id, number }), "version"),
  };
  parts.row = h("div", { class: "said-row", hidden: true }, parts.versions.element, edit);
  element.append(h("h2", { class: "visually-hidden" }, "You"), parts.pictures, parts.body, parts.state, parts.actions, parts.row);
  return parts;
}

export function drawPerson(parts, message) {
  const { content, attachments = [], status, problem, versions = [] } = message;
  setText(parts.body, content);
  if (parts.pictures.children.length !== attachments.length) parts.pictures.replaceChildren(...pictureList(attachments));
  parts.pictures.hidden = attachments.length === 0;
  setText(parts.state, problem ?? { sending: "Sending", sent: "Sent" }[status] ?? "");
  parts.state.hidden = !parts.state.textContent;
  parts.actions.hidden = !problem;
  parts.row.hidden = status !== "success";
  parts.versions.update(versions.map((each) => ({ id: each })), message);
}
