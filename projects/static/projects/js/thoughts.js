// `<message-thoughts>`: what a model thinks before it answers, as plain text. It is open while the model thinks and folds
// itself when the answer goes on; once a person has opened or closed it, it is theirs.
import { h, setText } from "./dom.js";
import { enableStyles } from "./lazy-styles.js";
import { isLive } from "./state.js";
import { t } from "./words.js";

await enableStyles("link[data-thoughts-style]");

export class MessageThoughts extends HTMLElement {
  #word = h("span", { class: "thoughts-word" });
  #newest = h("span", { class: "thoughts-newest", dir: "auto", "aria-hidden": "true" }); // it changes with every word
  #text = document.createTextNode("");
  #box = h("div", { class: "thoughts-text", dir: "auto", tabindex: "0", role: "group", "aria-label": t("Thoughts") }, this.#text);
  #details = h("details", {}, h("summary", { onclick: () => (this.#isTheirs = true) }, this.#word, this.#newest), this.#box);
  #isTheirs = false;
  #isThinking = false;
  #drawn = null; // the message as it was drawn last, with the thoughts of this place

  /** @param reasoning the thoughts of this place in the message */
  update(message, reasoning) {
    if (!this.#details.isConnected) this.append(this.#details);
    this.hidden = !reasoning;
    this.#think(message, reasoning);
    if (reasoning !== this.#text.data) this.#write(reasoning);
    setText(this.#word, this.#isThinking ? t("Thinking…") : t("Thoughts"));
    setText(this.#newest, this.#isThinking ? newestLine(reasoning) : "");
    this.#drawn = { ...message, reasoning };
  }

  /** Whether the newest of all that came is a thought: the wire does not say when thinking ends, but by what comes then. */
  #think(message, reasoning) {
    const before = this.#drawn ?? { reasoning: "", content: "", tool_calls: [] };
    const goesOn = message.content === before.content && message.tool_calls.length === before.tool_calls.length;
    const thinks = reasoning !== before.reasoning || this.#isThinking;
    const isThinking = isLive(message) && goesOn && thinks;
    if (isThinking !== this.#isThinking && !this.#isTheirs) this.#details.open = isThinking;
    this.#isThinking = isThinking;
  }

  /** Who reads on above is not taken to the newest line. */
  #write(reasoning) {
    const { scrollTop, scrollHeight, clientHeight } = this.#box;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < 8;
    const { data } = this.#text;
    if (reasoning.startsWith(data)) this.#text.appendData(reasoning.slice(data.length));
    else this.#text.data = reasoning;
    if (isAtEnd && this.#isThinking) this.#box.scrollTop = this.#box.scrollHeight;
  }
}

const newestLine = (text) => text.trimEnd().split("\n").at(-1).slice(-200);

customElements.define("message-thoughts", MessageThoughts);
