// What a person changes in the preview and its timeline is saved, one change after the other; a refusal is said in the toolbar.
import { announceVideo } from "./announcements.js";
import { summaryOf } from "./phrases.js";
import { VideoEdits } from "./video-edits.js";
import { t } from "./words.js";

const LEADS = new Set(["add_scene", "duplicate_scene"]); // what they make is looked at

/** `draft.key` of a change that was shown before it is saved: the same place is the same key. */
export const draftKey = ({ operation, scene_id, layer_id }) => [operation, scene_id, layer_id].filter(Boolean).join(" ");

export function listenForEdits(column, preview) {
  const { projectId } = column.querySelector("video-toolbar").dataset;
  const edits = new VideoEdits(projectId);
  column.addEventListener("edit", async ({ detail: edit }) => {
    edits.follow(preview.current);
    if (LEADS.has(edit.operation)) preview.showNextChange();
    try {
      const row = await edits.save(edit);
      const summary = summaryOf(row);
      preview.endDraft(draftKey(edit), row.revision);
      announceVideo(edit.operation === "delete_scene" ? t("{summary}. Undo brings it back.", { summary }) : summary);
    } catch (refused) {
      preview.reset();
      announceVideo(refused.message);
    }
  });
}
