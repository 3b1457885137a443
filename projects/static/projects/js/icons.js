// The icons of answers, dialogs and lists, with those of the page.
import { PAGE_ICONS, drawIcon } from "./page-icons.js";

const paths = {
  ...PAGE_ICONS,
  error: "M8 5.2v3.4M8 11v.2M8 1.8 14.6 13.4H1.4Z",
  stop: "M4.5 4.5h7v7h-7Z",
  queued: "M8 4.5V8l2.2 1.6M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
  running: "M14 8a6 6 0 1 1-3.2-5.3",
  success: "m3 8.6 3.3 3.3L13 5",
  question: "M6 6.2a2 2 0 1 1 2.7 1.9c-.5.2-.7.6-.7 1.1M8 11.4v.1M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
  now: "M3 3.5 8 8l-5 4.5ZM8.5 3.5l5 4.5-5 4.5Z",
  up: "M8 13.2V2.8M3.6 7.2 8 2.8l4.4 4.4",
  down: "M8 2.8v10.4M3.6 8.8 8 13.2l4.4-4.4",
  previous: "m10 3.5-4.5 4.5L10 12.5",
  next: "m6 3.5 4.5 4.5L6 12.5",
  undo: "M5.6 3 2.6 6l3 3M2.8 6h6.4a3.7 3.7 0 0 1 0 7.4H6",
  redo: "m10.4 3 3 3-3 3M13.2 6H6.8a3.7 3.7 0 0 0 0 7.4H10",
  remove: "M2.8 4.4h10.4M6.2 4.2V2.6h3.6v1.6M4.2 4.6l.6 8.8h6.4l.6-8.8M6.8 7v4M9.2 7v4",
  play: "M5 3.2v9.6L12.6 8Z",
  pause: "M5.4 3.4v9.2M10.6 3.4v9.2",
  close: "m4 4 8 8M12 4l-8 8",
  about: "M8 7.4v3.8M8 4.9V5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
  more: "M3 8a.7.7 0 1 0 1.4 0A.7.7 0 1 0 3 8M7.3 8a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M11.6 8a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0",
  edit: "M3 13l.6-2.9 7.1-7.1 2.3 2.3-7.1 7.1ZM9.3 4.4l2.3 2.3",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8Z",
};

export const icon = (name) => drawIcon(name, paths[name]);
