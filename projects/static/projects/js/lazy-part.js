// A part of an element whose code is loaded when there is something to draw: until it is here, the part is an empty element.
import { loadedModule, loadModule } from "./lazy-module.js";

/** Calls `draw` with the module at `address`, at once if it is here already; if it cannot be had, `element` says so, and the page offers to try again. */
export async function drawLazily(element, address, part, draw) {
  try {
    await draw(loadedModule(address) ?? (await loadModule(address)));
  } catch (error) {
    const detail = { error, part, again: () => drawLazily(element, address, part, draw) };
    element.dispatchEvent(new CustomEvent("unloaded", { bubbles: true, detail }));
  }
}
