// Positions in a log (docs/protocol.md, "Words"): ids `EPOCH-SEQ`, within an epoch without a gap.
/** @import {Position} from "../../client-types" */

export const LOG_START = "0-0"; // before the first event of a log that does not exist yet

/**
 * The two parts of an event id; those of any other text equal nothing.
 * @param {Position} id
 */
function parseId(id) {
  const [, epoch = null, sequence = NaN] = /^(\d+)-(\d+)$/.exec(id ?? "") ?? [];
  return {epoch, sequence: Number(sequence)};
}

/**
 * @param {Position} position
 * @param {Position} head
 */
export function hasReached(position, head) {
  const [here, there] = [parseId(position), parseId(head)];
  return here.epoch === there.epoch && here.sequence >= there.sequence;
}

/**
 * Where an event stands to the position so far: "next", "known" (applied already) or "hole" (something is missing).
 * @param {{id: string, merged?: number}} event
 * @param {Position} position
 */
export function placeOf({id, merged = 1}, position) {
  if (hasReached(position, id)) return "known";
  const [event, last] = [parseId(id), parseId(position)];
  const follows = event.sequence - merged === last.sequence;
  return follows && (event.epoch === last.epoch || position === LOG_START) ? "next" : "hole";
}
