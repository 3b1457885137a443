// A chip writes its command into the message box, where it can be changed before it is sent.
document.querySelector("[data-role=commands]")?.addEventListener("click", ({ target }) => {
  const chip = target.closest("[data-sentence]");
  if (!chip) return;
  const box = document.querySelector("#composer-input");
  box.focus();
  box.select(); // what was typed there comes back with the box's own undo
  document.execCommand("insertText", false, chip.dataset.sentence);
});
