// The button beside a password that shows what is typed.
for (const button of document.querySelectorAll("[data-shows]")) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.shows));
  button.hidden = false;
  button.addEventListener("click", () => {
    const isShown = input.type === "password";
    input.type = isShown ? "text" : "password";
    button.ariaPressed = String(isShown);
    button.textContent = isShown ? button.dataset.hide : button.dataset.show;
    input.focus();
  });
}
