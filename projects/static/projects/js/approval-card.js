// `<approval-card>`: a tool call that waits until a person allows it. Whoever decides, in whichever tab, every page shows it.
import { callDetails } from "./call-details.js";
import { h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { t, translate } from "./words.js";

export class ApprovalCard extends HTMLElement {
  #problem = h("p", { class: "tool-detail", role: "alert", hidden: true });
  #buttons = [];
  #isSent = false;

  /** @param view `{call, messageId}` */
  set view({ call, messageId }) {
    if (this.hasChildNodes()) return;
    const decide = (decision) => this.#ask({ assistant_message_id: messageId, tool_call_id: call.tool_call_id, decision });
    const title = h("p", { class: "question-text", id: `approval-${call.tool_call_id}` }, icon("question"));
    title.append(h("span", {}, t("May this be done?"), " ", h("b", { dir: "auto" }, translate(call.title || call.name))));
    this.#buttons = [
      h("button", { type: "button", class: "primary", onclick: () => decide("approved") }, t("Allow")),
      h("button", { type: "button", onclick: () => decide("declined") }, t("Decline")),
    ];
    const choices = h("div", { class: "options", role: "group", "aria-labelledby": title.id }, ...this.#buttons);
    const inside = h("details", {}, h("summary", {}, t("Details")), h("dl", { class: "tool-inside" }, ...callDetails(call)));
    this.append(title, inside, choices, this.#problem);
  }

  /** `answer`: of the server; the card goes when the event of the decision comes. */
  async settle(answer) {
    this.#markSent(true);
    try {
      await answer;
    } catch (error) {
      this.#markSent(false);
      setText(this.#problem, translate(error.detail ?? t("This could not be sent. Try again.")));
      this.#problem.hidden = false;
    }
  }

  /** Not by `disabled`, which would take the focus away. */
  #markSent(isSent) {
    this.#isSent = isSent;
    for (const button of this.#buttons) button.setAttribute("aria-disabled", isSent);
  }

  #ask(detail) {
    if (this.#isSent) return;
    this.dispatchEvent(new CustomEvent("decide-call", { bubbles: true, detail }));
  }
}

customElements.define("approval-card", ApprovalCard);
