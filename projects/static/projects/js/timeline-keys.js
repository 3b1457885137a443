// The keys of a block of the timeline: Alt and an arrow moves the scene, Delete deletes it, Ctrl+D makes a copy.

export function listenForBlockKeys(list, edit) {
  list.addEventListener("keydown", (event) => {
    const block = event.target.closest("li");
    if (!event.target.matches(".shot") || !block) return;
    const asked = editOf(event, event.target.dataset.sceneId, [...list.children].indexOf(block) + 1, list.childElementCount);
    if (!asked) return;
    event.preventDefault();
    event.stopPropagation();
    if (asked.operation) edit(asked);
  });
}

function editOf({ key, altKey, ctrlKey, metaKey, repeat }, scene_id, number, count) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (altKey && by) {
    const to = number + by;
    return to >= 1 && to <= count ? { operation: "move_scene", scene_id, to } : {};
  }
  if (altKey) return null;
  if ((ctrlKey || metaKey) && key.toLowerCase() === "d") return repeat ? {} : { operation: "duplicate_scene", scene_id };
  if (ctrlKey || metaKey || (key !== "Delete" && key !== "Backspace")) return null;
  return repeat ? {} : { operation: "delete_scene", scene_id };
}
