// Sharing a film from a list of projects: the same link as in the studio.
import { openDialog } from "./dialog-layer.js";
import { h } from "./dom.js";
import { enableStyles } from "./lazy-styles.js";
import { nameOf } from "./project-items.js";
import { ShareLink } from "./share-link.js";
import { getRevision } from "./video-api.js";
import { t } from "./words.js";

/** `item` of a project that has a film. Rejects with Refused if the film cannot be had. */
export async function shareProject(item) {
  const { project, revision } = item.dataset;
  const [film] = await Promise.all([getRevision(project, revision), enableStyles("link[data-share-style]")]);
  const studio = document.querySelector(`share-menu[data-project-id="${CSS.escape(project)}"]`); // its poster follows the film
  const link = new ShareLink(project, `/api/projects/${project}/assets/`, (isShared) => studio?.toggleAttribute("data-shared", isShared));
  const close = h("form", { method: "dialog", class: "dialog-buttons" }, h("button", { type: "submit" }, t("Close")));
  const title = h("h2", { id: "share-title", tabindex: "-1", autofocus: true, dir: "auto" }, nameOf(item));
  link.storyboard = film.storyboard;
  link.refresh();
  openDialog(h("dialog", { class: "share-panel is-alone", "aria-labelledby": title.id }, title, link.element, close));
}
