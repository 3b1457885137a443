// Pictures that are pasted into the message box, dropped on the page or picked.

const filesOf = (transfer) => [...(transfer?.files ?? [])];
const carriesFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");

/** `onFiles(files)` for all three ways; `page` is marked while a file is held over it. */
export function listenForFiles({ page, textarea, picker, onFiles }) {
  textarea.addEventListener("paste", (event) => {
    const files = filesOf(event.clipboardData);
    if (!files.length || event.clipboardData.types.includes("text/plain")) return; // a text with its picture is a text
    event.preventDefault();
    onFiles(files);
  });
  page.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    page.classList.add("is-over");
  });
  page.addEventListener("dragleave", ({ relatedTarget }) => page.contains(relatedTarget) || page.classList.remove("is-over"));
  page.addEventListener("drop", (event) => {
    page.classList.remove("is-over");
    if (!carriesFiles(event)) return;
    event.preventDefault();
    onFiles(filesOf(event.dataTransfer));
  });
  picker.addEventListener("change", () => {
    onFiles([...picker.files]);
    picker.value = ""; // the same file may be picked again
  });
}
