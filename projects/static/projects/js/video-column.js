// The column of the video: loaded when there is one. Each element in it that has `data-follows-video` is given the video by
// the page; here they hear of each other.
import "./command-chips.js";
import "./format-picker.js";
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

column.addEventListener("scene-chosen", () => editor.open(preview.target ?? preview.sceneOnMonitor));
column.addEventListener("scene-shown", () => (editor.sceneId = preview.target ?? preview.sceneOnMonitor));
column.addEventListener("look", ({ detail: { storyboard } }) => {
  preview.exhibit = storyboard;
  column.toggleAttribute("data-looking", storyboard !== null);
});

makeSheet(column, document.querySelector("[data-role=open-preview]"));
