// A project that is deleted leaves the page at once; for ten seconds a note with a button brings it back.
import { deleteProject, undeleteProject } from "./api.js";
import { h } from "./dom.js";
import { note } from "./notes.js";
import { itemsOf, nameOf } from "./project-items.js";
import { t } from "./words.js";

const UNDO_MS = 10_000; // the server waits a second longer
const LEFT = "deleted-project"; // in the session: {id, name, until} of the project whose own page was left

/** Show the note of a project that was deleted on its own page, which this one has followed. */
export function resume() {
  const { id, name, until } = takeLeft();
  if (until > Date.now()) offerUndo(id, name, until - Date.now(), () => location.assign(`/projects/${id}/`));
}

/** `button`: the one in the item of the project. */
export async function remove(button) {
  const item = button.closest("li");
  const [id, name] = [item.dataset.project, nameOf(item)];
  button.disabled = true;
  try {
    await deleteProject(id);
  } catch (refused) {
    if (refused.code !== "not_found") {
      button.disabled = false;
      note(t("“{name}” is not deleted. {reason}", { name, reason: refused.message }));
      return;
    }
  }
  if (item.querySelector("[aria-current]")) {
    leave({ id, name, until: Date.now() + UNDO_MS });
    location.assign("/");
    return;
  }
  for (const each of itemsOf(id)) each.hidden = true;
  offerUndo(id, name, UNDO_MS, () => bringBack(id)).focus();
}

function bringBack(id) {
  for (const each of itemsOf(id)) {
    each.hidden = false;
    each.querySelector("[data-action=project-menu]").disabled = false;
  }
  itemsOf(id)[0]?.querySelector("a").focus();
}

/** Returns the button. */
function offerUndo(id, name, milliseconds, restored) {
  const undo = h("button", { type: "button" }, t("Undo"));
  const line = note(t("“{name}” is deleted.", { name }), milliseconds, undo);
  undo.addEventListener("click", async () => {
    undo.disabled = true;
    try {
      await undeleteProject(id);
      restored();
    } catch (refused) {
      undo.disabled = false;
      if (refused.code !== "not_found") return void note(refused.message);
      note(t("It is too late: “{name}” is deleted.", { name }));
    }
    line.remove();
  });
  return undo;
}

function leave(project) {
  try {
    sessionStorage.setItem(LEFT, JSON.stringify(project));
  } catch {
    // blocked, or full: without its note the project is deleted all the same
  }
}

function takeLeft() {
  try {
    const left = JSON.parse(sessionStorage.getItem(LEFT));
    sessionStorage.removeItem(LEFT);
    return left ?? {};
  } catch {
    return {};
  }
}
