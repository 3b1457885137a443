// Edit and resend: the pencil on a person's message, ↑ in the empty composer, and `‹ 1/2 ›` between the versions.
import { announce } from "./announcements.js";
import { editMessage } from "./message-editor.js";
import { chooseVersion } from "./version-api.js";
import { t } from "./words.js";

/** @param element the `<chat-message>`, or null: the last one; @param opener gets the focus back, else the pencil has it */
export function edit(page, element, opener) {
  const wanted = element ?? [...page.querySelectorAll("chat-message[data-role=user][data-status=success]")].at(-1);
  if (wanted) editMessage(page, wanted, opener ?? wanted.querySelector(".edit"));
}

/** The server answers on the stream, with a snapshot of the conversation and the video of that version. */
export async function choose(page, { id, message, number }) {
  page.refuse("");
  const drawn = new Promise((resolve) => page.stream.addEventListener("snapshot", () => requestAnimationFrame(resolve), { once: true }));
  try {
    await chooseVersion(page.dataset.projectId, id);
  } catch (refused) {
    return page.refuse(refused.message);
  }
  await drawn;
  const element = page.querySelector(`chat-message[data-message-id="${id}"]`);
  element?.scrollIntoView({ block: "nearest" });
  element?.querySelector(".version-switch button:enabled")?.focus({ preventScroll: true });
  const text = t("Version {number} of {count}, with its answers and its video", { number, count: message.versions.length });
  announce(text);
}
