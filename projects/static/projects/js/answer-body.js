// What an answer consists of, drawn in its order. Sections are kept by their place: new text is appended behind what stands.
import { sectionsOf } from "./answer-parts.js";
import { h, setText } from "./dom.js";
import { drawLazily } from "./lazy-part.js";
import { MarkdownView } from "./markdown.js";
import { isOver, isUnfinished } from "./state.js";
import { t } from "./words.js";

export class AnswerBody {
  #drawn = []; // elements and the view of the text, a record for each section
  #view = null;

  /** @param element that it fills */
  constructor(element) {
    this.element = element;
  }

  /** @param view `{message, isLast}` */
  update(view) {
    this.#view = view;
    const { message } = view;
    const sections = sectionsOf(message);
    while (this.#drawn.length > sections.length) this.#remove(this.#drawn.pop());
    sections.forEach((section, index) => {
      const parts = (this.#drawn[index] ??= this.#add());
      this.#drawText(section, parts, message);
      this.#drawSteerings(section.steerings, parts.steerings, message);
    });
    const has = (name) => this.#drawn.some((each) => each[name].update);
    if (message.reasoning || has("thoughts")) this.#drawThoughts();
    if (message.tool_calls.length || has("calls")) this.#drawCalls();
  }

  #add() {
    const [prose, thoughts, calls] = [h("div", { class: "prose" }), h("message-thoughts", { hidden: true }), h("tool-list", { hidden: true })];
    const steerings = h("ul", { class: "steerings", "aria-label": t("What you added"), hidden: true });
    this.element.append(thoughts, prose, calls, steerings);
    return { thoughts, prose, calls, steerings, markdown: new MarkdownView(prose) };
  }

  #remove({ thoughts, prose, calls, steerings }) {
    for (const element of [thoughts, prose, calls, steerings]) element.remove();
  }

  #drawText({ text, isWhole }, { prose, markdown }, message) {
    markdown.update(text, { whole: isWhole || isOver(message), paused: message.tool_calls.some(isUnfinished) });
    prose.hidden = !text;
  }

  #drawSteerings(steerings, list, message) {
    const state = isOver(message) ? t("The answer had ended before this was read") : t("Read with the next step");
    while (list.children.length > steerings.length) list.lastChild.remove();
    steerings.forEach(({ text, offset }, index) => {
      if (!list.children[index]) list.append(h("li", {}, h("p", { class: "bubble", dir: "auto" }), h("p", { class: "send-state" })));
      const [bubble, note] = list.children[index].children;
      setText(bubble, text);
      setText(note, state);
      note.hidden = offset !== undefined;
    });
    list.hidden = !steerings.length;
  }

  #drawThoughts() {
    drawLazily(this.element, import.meta.resolve("./thoughts.js"), t("What shows the thoughts"), () => {
      const { message } = this.#view;
      sectionsOf(message).forEach(({ thoughts }, index) => this.#drawn[index]?.thoughts.update(message, thoughts));
    });
  }

  #drawCalls() {
    drawLazily(this.element, import.meta.resolve("./tool-list.js"), t("What shows the tools"), ({ stepsOf }) => {
      const { message, isLast } = this.#view;
      const view = { isLast: isLast && isOver(message), isOver: isOver(message), messageId: message.id };
      stepsOf(sectionsOf(message)).forEach((steps, index) => this.#drawn[index]?.calls.update(steps, view));
    });
  }
}
