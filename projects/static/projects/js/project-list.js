// The lists of projects as they are looked at: each with the picture that tells most of its film, its length and its date, in
// groups by day. It is loaded when a list comes into sight.
import { h, setText } from "./dom.js";
import { FilmPicture } from "./film-picture.js";
import { enableStyles } from "./lazy-styles.js";
import { addMenu } from "./project-items.js";
import { getRevision } from "./video-api.js";
import { language, t } from "./words.js";

await enableStyles("link[data-items-style]");

const DAY = 86_400_000; // ms
const dayOf = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
const daysAgo = (date) => Math.round((dayOf(new Date()) - dayOf(date)) / DAY);

export function drawLists() {
  for (const list of document.querySelectorAll(".project-nav ul, .slates")) drawList(list);
}

function drawList(list) {
  let group = null;
  for (const item of list.querySelectorAll("li[data-project]")) {
    if (!item.querySelector(".film-picture")) complete(item);
    const name = groupOf(new Date(item.dataset.updated));
    if (name === group) continue;
    group = name;
    if (!item.previousElementSibling?.matches(`.group[data-name="${name}"]`)) item.before(h("li", { class: "group", "data-name": name }, name));
  }
}

function complete(item) {
  const { project, revision, updated, live } = item.dataset;
  const link = item.querySelector("a");
  const date = new Date(updated);
  const length = h("span", { class: "film-length" });
  const load = async () => (revision ? (await getRevision(project, revision)).storyboard : null);
  const picture = new FilmPicture(load, `/api/projects/${project}/assets/`, (seconds) => setText(length, asLength(seconds)));
  const when = h("time", { datetime: updated }, editedAt(date));
  const isLive = live === "true" && h("span", { class: "live-dot" }, h("span", { class: "visually-hidden" }, t("An answer is being written")));
  addMenu(item);
  link.prepend(picture.element);
  link.append(h("span", { class: "film-facts" }, isLive, when, length));
  item.addEventListener("pointerenter", () => picture.play());
  item.addEventListener("pointerleave", () => picture.rest());
}

function groupOf(date) {
  return [t("Today"), t("Yesterday")][daysAgo(date)] ?? t("Earlier days");
}

function editedAt(date) {
  const days = daysAgo(date);
  const minutes = Math.max(0, Math.floor((Date.now() - date) / 60_000));
  if (days > 6) return date.toLocaleDateString(language, { day: "numeric", month: "short", year: "numeric" });
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (days > 0) return t("Edited {when}", { when: format.format(-days, "day") });
  if (minutes < 1) return t("Edited just now");
  return t("Edited {when}", { when: minutes < 60 ? format.format(-minutes, "minute") : format.format(-Math.floor(minutes / 60), "hour") });
}

const asLength = (seconds) => `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, "0")}`;
