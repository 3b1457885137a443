// Where there is no room for a third column, the preview is a sheet that a button opens.

export function makeSheet(sheet, opener) {
  const set = (isOpen) => {
    sheet.classList.toggle("is-open", isOpen);
    opener.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) sheet.querySelector("[tabindex]").focus();
    else opener.focus();
  };
  const isOpen = () => sheet.classList.contains("is-open");
  opener.addEventListener("click", () => set(!isOpen()));
  sheet.querySelector("[data-role=close-preview]").addEventListener("click", () => set(false));
  document.querySelector(".drawer-veil")?.addEventListener("click", () => isOpen() && set(false));
  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    event.stopPropagation();
    set(false);
  });
  matchMedia("(min-width: 60rem)").addEventListener("change", () => isOpen() && set(false));
}
