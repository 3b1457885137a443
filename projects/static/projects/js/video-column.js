// The column of the video: loaded when there is one. Each element in it that has `data-follows-video` is given the video by
// the page; here they hear of each other.
import { CanvasEditor } from "./canvas-editor.js";
import { addDivider } from "./column-divider.js";
import "./command-chips.js";
import "./format-picker.js";
import { listenForEdits } from "./hand-edits.js";
import { makeMiniPlayer } from "./mini-player.js";
import "./palette-picker.js";
import { makeSheet } from "./preview-sheet.js";
import "./preview.js";
import "./scene-editor.js";
import "./share-menu.js";
import "./video-export.js";
import "./video-toolbar.js";

const column = document.querySelector("#preview");
const preview = column.querySelector("storyboard-preview");
const editor = column.querySelector("scene-editor");

column.addEventListener("scene-chosen", () => editor.open(preview.sceneOnMonitor));
column.addEventListener("scene-shown", () => (editor.sceneId = preview.sceneOnMonitor));
column.addEventListener("draft", ({ detail: { key, change, until } }) => (change ? preview.setDraft(key, change) : preview.endDraft(key, until)));
column.addEventListener("look", ({ detail: { storyboard } }) => {
  preview.exhibit = storyboard;
  column.toggleAttribute("data-looking", storyboard !== null);
});
editor.addEventListener("focusin", ({ target }) => target.matches("textarea, input[type=text]") && preview.rest());
document.querySelector("chat-page").stream.addEventListener("event", ({ detail: { type, message_id } }) => {
  if (type === "storyboard" && message_id) preview.showNextChange(); // the answer made it: the eye is led to it
});

column.addEventListener("ask-about", ({ detail: { sceneId, words } }) => {
  preview.target = sceneId;
  const input = document.querySelector("#composer-input");
  if (!input.value.includes(words)) input.value = words + input.value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.focus();
});

makeMiniPlayer(column, document.querySelector("[data-role=scroller]")); // it hears of a press before the editor
new CanvasEditor(preview);
listenForEdits(column, preview);
addDivider(column);
makeSheet(column, document.querySelector("[data-role=open-preview]"));
