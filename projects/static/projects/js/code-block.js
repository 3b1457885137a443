// A code block: its language, a button that copies the exact source, and a scroller the keyboard can reach.
import { h, setText } from "./dom.js";
import { loadModule } from "./lazy-module.js";
import { t } from "./words.js";

const SHOWN_FOR_MS = 2000;

async function copy(button, code) {
  let label = t("Copied");
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    label = t("Press Ctrl+C");
    getSelection().selectAllChildren(code);
  }
  setText(button, label);
  setTimeout(() => setText(button, t("Copy")), SHOWN_FOR_MS);
}

export function codeBlock() {
  const code = h("code");
  const language = h("span", { class: "code-language" });
  const button = h("button", { type: "button", class: "quiet", onclick: () => copy(button, code) }, t("Copy"));
  const pre = h("pre", { tabindex: "0", role: "group", "aria-label": t("Code"), dir: "ltr" }, code);
  const figure = h("figure", { class: "code-block" }, h("figcaption", {}, language, button), pre);
  const setLanguage = (name) => {
    language.append(name.trim().split(/\s/)[0].slice(0, 24));
    pre.setAttribute("aria-label", t("Code, {language}", { language: language.textContent }));
  };
  return { figure, code, setLanguage, close: () => colour(code, language.textContent) };
}

/** Colours are an extra: a browser that cannot have them, or a module that is lost, leaves the code as it is. */
async function colour(code, language) {
  if (!language || !globalThis.CSS?.highlights) return;
  const { colourCode } = await loadModule(import.meta.resolve("./code-colours.js")).catch(() => ({}));
  colourCode?.(code, language);
}
