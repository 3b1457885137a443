// Which model answers in this project, where the operator lets people choose.
import { chooseModel } from "./api.js";
import { note } from "./notes.js";

const picker = document.querySelector("[data-role=model-picker]");
let current = picker.value;

picker.addEventListener("change", async () => {
  try {
    current = (await chooseModel(picker.dataset.projectId, picker.value)).model;
  } catch (problem) {
    note(problem.message);
  }
  picker.value = current;
});
