// The words and figures of charts: one line each, made smaller if it is too wide.
import { legible } from "./colour.js";
import { widthOf } from "./metrics.js";
import { piece } from "./text.js";

export function fittedPiece(key, text, room, look) {
  const said = text.replace(/\s+/g, " ");
  const width = widthOf(said, look.weight) * look.size;
  const size = width > room ? (look.size * room) / width : look.size;
  return piece(key, said, { ...look, size });
}

export const quietInk = (stage, papers) => legible(stage.colour("muted"), papers, 4.5);
