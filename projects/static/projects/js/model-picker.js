// Which model answers in this project, where the operator lets people choose.
import { chooseModel } from "projects/js/api.js";

const picker = document.querySelector("[data-role=model-picker]");
let current = picker.value;

picker.addEventListener("change", async () => {
  try {
    current = (await chooseModel(picker.dataset.projectId, picker.value)).model;
    picker.title = "";
  } catch (problem) {
    picker.title = problem.message;
  }
  picker.value = current;
});
