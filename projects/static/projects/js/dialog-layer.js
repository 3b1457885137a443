// A dialog over the page. The browser makes the rest inert, ends it on Escape and gives the focus back; a press beside it ends it.

/** `dialog`: an element that stands in the page, or a new one, which is gone when it is closed. */
export function openDialog(dialog) {
  if (!dialog.isConnected) {
    document.body.append(dialog);
    dialog.addEventListener("close", () => dialog.remove());
  }
  dialog.addEventListener("pointerdown", endBeside);
  dialog.showModal();
}

function endBeside({ currentTarget, target, clientX, clientY }) {
  const { left, right, top, bottom } = currentTarget.getBoundingClientRect();
  const isInside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  if (target === currentTarget && !isInside) currentTarget.close();
}
