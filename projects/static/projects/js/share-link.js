// The public link to the film: on and off, which version it shows, and until when.
import { h, setText } from "./dom.js";
import { getLink, revokeLink, saveLink } from "./share-api.js";
import { updatePoster } from "./share-poster.js";
import { language, t } from "./words.js";

const ENDS = [["", t("Never")], ["1", t("In a day")], ["7", t("In a week")], ["30", t("In a month")]];
const COPIED = 2000; // ms that the button says so
const FRAME = 640; // px: the longer side of a frame in another page

const field = (label, control) => h("label", { class: "share-field" }, h("span", {}, label), control);

export class ShareLink {
  element;
  #project;
  #assets;
  #onShare;
  #link = null;
  #storyboard = null;
  #switch = h("input", { type: "checkbox", role: "switch", class: "switch", disabled: true, onchange: () => this.#turn() });
  #address = h("input", { type: "text", readonly: true, "aria-label": t("Link to the film"), dir: "ltr", onfocus: ({ target }) => target.select() });
  #copy = h("button", { type: "button", class: "primary", onclick: () => this.#copyWords(this.#copy, this.#link.url) }, t("Copy"));
  #embed = h("button", { type: "button", class: "quiet", onclick: () => this.#copyWords(this.#embed, this.#frame) }, t("Copy code for a web page"));
  #version = h("select", { onchange: () => this.#save({ revision: this.#version.value ? Number(this.#version.value) : null }) });
  #end = h("select", { onchange: () => this.#save({ days: this.#end.value ? Number(this.#end.value) : null }) });
  #note = h("p", { class: "share-note", role: "status" });
  #details;

  constructor(projectId, assets, onShare) {
    [this.#project, this.#assets, this.#onShare] = [projectId, assets, onShare];
    const open = h("a", { target: "_blank", rel: "noopener", class: "share-open" }, t("Open the film"));
    this.#details = h(
      "div", { class: "share-details", hidden: true },
      h("div", { class: "share-address" }, this.#address, this.#copy),
      field(t("Shows"), this.#version),
      field(t("Ends"), this.#end),
      h("div", { class: "share-more" }, open, this.#embed),
    );
    const title = h("span", {}, h("strong", {}, t("Link to the film")), h("span", {}, t("Whoever has it can watch. They see the film and its title, nothing of the chat.")));
    this.element = h("section", { class: "share-link" }, h("label", { class: "share-switch" }, title, this.#switch), this.#details, this.#note);
  }

  set storyboard(storyboard) {
    this.#storyboard = storyboard;
    this.#draw();
  }

  async refresh() {
    await this.#ask(getLink(this.#project));
  }

  #turn() {
    if (this.#switch.checked) return this.#save({});
    return this.#ask(revokeLink(this.#project).then(() => null), t("The link has ended, for good. The next one is another."));
  }

  #save(changes) {
    return this.#ask(saveLink(this.#project, changes));
  }

  async #ask(answer, note = "") {
    try {
      this.#link = await answer;
      setText(this.#note, note);
      this.#onShare(this.#link !== null);
      if (this.#link && this.#storyboard) await updatePoster(this.#project, this.#assets, this.#storyboard);
    } catch (refused) {
      setText(this.#note, refused.message);
    }
    this.#draw();
  }

  #draw() {
    const link = this.#link;
    this.#switch.disabled = !this.#storyboard?.scenes.length;
    this.#switch.checked = link !== null;
    this.#details.hidden = !link;
    if (!link) return;
    this.#address.value = link.url;
    this.#details.querySelector("a").href = link.url;
    const fixed = link.revision ?? this.#storyboard?.revision;
    offer(this.#version, [["", t("Always the newest version")], [fixed, link.revision ? t("The chosen version") : t("This version, as it is now")]], link.revision ?? "");
    const date = link.expires && new Date(link.expires).toLocaleDateString(language, { dateStyle: "long" });
    offer(this.#end, date ? [["date", t("On {date}", { date })], ...ENDS] : ENDS, date ? "date" : "");
  }

  /** What shows the film in another page. */
  get #frame() {
    const { width, height } = this.#storyboard.canvas;
    const [w, h] = [width, height].map((side) => Math.round((side / Math.max(width, height)) * FRAME));
    return `<iframe src="${this.#link.url}" width="${w}" height="${h}" title="${t("Film")}" allow="fullscreen" loading="lazy" style="border: 0"></iframe>`;
  }

  async #copyWords(button, words) {
    button.dataset.label ??= button.textContent;
    try {
      await navigator.clipboard.writeText(words);
      setText(button, t("Copied"));
      setTimeout(() => setText(button, button.dataset.label), COPIED);
    } catch {
      this.#address.value = words;
      this.#address.select(); // the person's own Ctrl+C is left
      setText(this.#note, t("Press Ctrl+C to copy it."));
    }
  }
}

function offer(select, options, chosen) {
  select.replaceChildren(...options.map(([value, label]) => h("option", { value }, label)));
  select.value = chosen;
}
