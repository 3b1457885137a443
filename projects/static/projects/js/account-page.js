// The page of the account: a new token is copied with one click.
for (const button of document.querySelectorAll("[data-copies]")) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.copies));
  field.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) continue; // a page without HTTPS: the person copies what is selected
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}
