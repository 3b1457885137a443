// The list of keys, and of the commands that are known while no model is connected. Loaded when somebody wants to see it.
import { h } from "./dom.js";
import { t } from "./words.js";

const PAGE = [
  ["Enter", t("Send")],
  ["Shift Enter", t("New line")],
  ["Ctrl Enter", t("Add to the answer that is being written")],
  ["Esc", t("Stop the answer")],
  ["↑", t("Edit your last message")],
  ["Ctrl K", t("Search videos and actions")],
  ["F2", t("Rename the video")],
  ["Alt ↑ ↓", t("Move the waiting message that has the focus")],
  ["Ctrl Z", t("Undo the last change of the video")],
  ["Ctrl Shift Z", t("Redo it")],
  ["?", t("This list")],
];
const FILM = [
  ["Space K", t("Play, pause")],
  ["J L", t("Backwards, forwards; again: faster")],
  ["← →", t("A frame; with Shift a second")],
  ["Home End", t("To the start, to the end")],
  ["[ ]", t("Scene shorter, longer")],
  [", .", t("The cut before it earlier, later")],
  ["F", t("Full screen")],
  ["Alt ← →", t("Move the scene that has the focus")],
  ["Ctrl D", t("Duplicate it")],
  ["Delete", t("Delete it")],
];
const NAMES = { Shift: t("Shift"), Ctrl: t("Ctrl"), Space: t("Space"), Home: t("Home"), End: t("End"), Delete: t("Del") };

const key = (name) => h("kbd", {}, NAMES[name] ?? name);
const spaced = (names) => names.split(" ").flatMap((name, i) => (i ? [" ", key(name)] : [key(name)]));
const list = (keys) => h("dl", {}, ...keys.flatMap(([names, does]) => [h("dt", {}, ...spaced(names)), h("dd", {}, does)]));

/** Fills `dialog`, once. `commands` are the buttons of the commands; none if a model is connected. */
export function fill(dialog, commands) {
  const close = h("form", { method: "dialog" }, h("button", { type: "submit", class: "primary" }, t("Close")));
  dialog.append(
    h("h2", { id: "shortcuts-title", tabindex: "-1", autofocus: true }, t("Keys")),
    list(PAGE),
    h("h2", {}, t("Keys of the film")),
    list(FILM),
    ...(commands.length ? commandList(commands) : []),
    close,
  );
}

function commandList(commands) {
  const about = t("No model is connected. These sentences are known, exactly as they stand here; and your own words, behind “New video:”.");
  const rows = commands.flatMap(({ textContent, title }) => [h("dt", {}, textContent), h("dd", { lang: "en" }, title)]);
  return [h("h2", {}, t("Commands")), h("p", {}, about), h("dl", { class: "command-forms" }, ...rows)];
}
