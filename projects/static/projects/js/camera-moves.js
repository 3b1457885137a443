// Moves of the camera that have a name, over the whole of a scene.
import { t } from "./words.js";

export const CAMERA_MOVES = { still: t("Still"), in: t("Slowly nearer"), out: t("Slowly away"), right: t("To the right"), left: t("To the left") };

const WIDE = { zoom: 1.12 };
const ENDS = {
  in: [{ zoom: 1 }, WIDE],
  out: [WIDE, { zoom: 1 }],
  right: [{ ...WIDE, dx: -5 }, { ...WIDE, dx: 5 }],
  left: [{ ...WIDE, dx: 5 }, { ...WIDE, dx: -5 }],
};

/** The keyframes of a move over `seconds`. */
export function cameraOf(move, seconds) {
  const ends = ENDS[move];
  return ends ? [{ t: 0, ...ends[0], ease: "inOut" }, { t: seconds, ...ends[1], ease: "inOut" }] : [];
}

/** The name of a scene's move; `own` for one that has none. */
export function moveOf({ camera = [], duration }) {
  if (!camera.length) return "still";
  const isSame = (a, b) => ["t", "zoom", "dx", "dy", "rotate"].every((field) => (a[field] ?? null) === (b[field] ?? null));
  const found = Object.keys(ENDS).find((move) => {
    const keyframes = cameraOf(move, duration);
    return camera.length === keyframes.length && keyframes.every((keyframe, i) => isSame(keyframe, camera[i]));
  });
  return found ?? "own";
}
