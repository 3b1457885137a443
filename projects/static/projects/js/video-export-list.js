// The videos that were made of a project, newest first, each to be downloaded again.
import { h, setText } from "./dom.js";
import { listExports } from "./video-api.js";
import { language, number, t } from "./words.js";

export const megabytes = (bytes) => `${number(bytes / 1e6, bytes < 1e7 ? 1 : 0, bytes < 1e7 ? 1 : 0)} MB`;

export class VideoExportList {
  element;
  #projectId;
  #rows = h("ul", {});
  #note = h("p", { class: "export-note" });

  /** Nothing is fetched until it is opened. */
  constructor(projectId) {
    this.#projectId = projectId;
    this.element = h("details", { class: "export-list" }, h("summary", {}, t("Downloads")), this.#note, this.#rows);
    this.element.addEventListener("toggle", () => this.refresh());
  }

  async refresh() {
    if (!this.element.open) return;
    try {
      const { exports } = await listExports(this.#projectId);
      this.#rows.replaceChildren(...exports.map(row));
      setText(this.#note, exports.length ? "" : t("None yet."));
    } catch {
      setText(this.#note, t("The list could not be fetched."));
    }
  }
}

function row({ url, revision, seconds, size, created }) {
  const when = new Date(created).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  return h(
    "li", {},
    h("a", { href: url, download: true }, t("Version {revision}", { revision })),
    h("span", {}, `${number(seconds)} s, ${megabytes(size)}`),
    h("time", { datetime: new Date(created).toISOString() }, when),
  );
}
