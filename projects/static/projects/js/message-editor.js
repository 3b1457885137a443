// A person's message as a text box in its own place: what is sent from there is another version of it.
import { fitHeight } from "./auto-height.js";
import { h, setText } from "./dom.js";
import { newRequestId } from "./request-id.js";
import { typedText } from "./typed-text.js";
import { whatComesAfter } from "./version-api.js";
import { plural, t } from "./words.js";

const LONGEST = 32_000; // characters

/** @param element the `<chat-message>`; @param opener what gets the focus back */
export function editMessage(page, element, opener) {
  if (element.querySelector("form")) return element.querySelector("textarea").focus();
  const { message } = element;
  const input = h("textarea", { rows: 1, dir: "auto", maxlength: LONGEST, "aria-label": t("The message, said differently") });
  const note = h("p", { class: "edit-note", role: "status" });
  const cancel = h("button", { type: "button", class: "quiet", onclick: close }, t("Cancel"));
  const send = h("button", { type: "submit", class: "primary" }, t("Send"));
  const form = h("form", { class: "message-editor" }, input, note, h("div", { class: "edit-buttons" }, cancel, send));
  const request_id = newRequestId(); // the same for every try: it is sent once

  function close() {
    form.remove();
    element.classList.remove("is-edited");
    opener.focus();
  }

  async function submit(event) {
    event.preventDefault();
    const words = typedText(input.value);
    if (!words.trim() || send.disabled) return;
    send.disabled = true;
    setText(note, t("Sending"));
    try {
      const attachments = message.attachments?.map(({ id }) => id);
      await page.stream.initiate({ request_id, message: words, attachments, edit_of: message.id });
      close();
      page.querySelector("[data-role=composer]").focus();
    } catch (refused) {
      setText(note, refused.detail ?? t("It could not be sent."));
      send.disabled = false;
    }
  }

  form.addEventListener("submit", submit);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === input && !event.shiftKey && !event.isComposing) form.requestSubmit();
    else return;
    event.preventDefault();
  });
  input.addEventListener("input", () => fitHeight(input));
  input.value = message.content;
  element.classList.add("is-edited");
  element.querySelector(".bubble").after(form);
  fitHeight(input);
  input.focus();
  form.scrollIntoView({ block: "nearest" });
  input.setSelectionRange(input.value.length, input.value.length);
  whatComesAfter(page.dataset.projectId, message.id).then((after) => note.textContent || warn(consequence(after, message)), () => {});

  function warn(words) {
    setText(note, words);
    if (form.contains(document.activeElement)) form.scrollIntoView({ block: "nearest" });
  }
}

/** What it leaves behind, and where that stays: "This goes back to before 2 answers and 3 changes. They stay under ‹ 1/2 ›." */
function consequence({ versions, later_answers, later_changes }, { id }) {
  const parts = [later_answers && plural(later_answers, "{count} answer", "{count} answers"), later_changes && plural(later_changes, "{count} change", "{count} changes")].filter(Boolean);
  if (parts.length === 0) return "";
  const [before, place] = [parts.join(t(" and ")), `‹ ${versions.indexOf(id) + 1}/${versions.length + 1} ›`];
  return plural(later_answers + later_changes, "This goes back to before {before}. It stays under {place}.", "This goes back to before {before}. They stay under {place}.", { before, place });
}
