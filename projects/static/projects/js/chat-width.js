// How wide the conversation is beside the studio, in % of the page, if a person has chosen it.
import { load, save } from "./storage.js";

const KEY = "chat-width";
export const [LEAST, MOST] = [20, 60];

export const chosenWidth = () => load(KEY, (stored) => (stored >= LEAST && stored <= MOST ? Number(stored) : null));

/** `percent` null: as the page has it. */
export function showWidth(percent) {
  const { style } = document.querySelector(".app");
  if (percent) style.setProperty("--chat", `clamp(20rem, ${percent}%, 100% - var(--rail) - 24rem)`);
  else style.removeProperty("--chat");
}

export const keepWidth = (percent) => save(KEY, percent);
