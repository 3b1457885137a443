// The icons of the studio alone: who only chats does not load them.
import { drawIcon } from "./page-icons.js";

const paths = {
  add: "M8 3v10M3 8h10",
  loop: "M3 7.5V6.6A2.2 2.2 0 0 1 5.2 4.4h7.6M10.6 2l2.4 2.4-2.4 2.4M13 8.5v.9a2.2 2.2 0 0 1-2.2 2.2H3.2M5.4 14 3 11.6l2.4-2.4",
  full: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
};

export const studioIcon = (name) => drawIcon(name, paths[name]);
