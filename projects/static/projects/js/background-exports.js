// Files that a worker of the server makes: followed on every page of this tab until they are there. Which ones are followed is
// kept for the tab, since the page that asked may be left meanwhile.
import { ExportToast } from "./export-toast.js";
import { getServerExport, startServerExport, stopServerExport } from "./video-api.js";
import { megabytes } from "./video-export-list.js";
import { h } from "./dom.js";
import { t, translate } from "./words.js";

const KEY = "background-exports"; // {project id: title}
const EVERY = 1000; // ms
const LIVE = ["waiting", "running"];

const followed = new Map(); // toasts, by project

function readFollowed() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function changeFollowed(change) {
  const exports = { ...readFollowed() };
  change(exports);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(exports));
  } catch {
    console.warn("Nothing can be stored here: the export is followed on this page alone.");
  }
}

/** Has the server make a file. Throws Refused. */
export async function exportInBackground(project, title, shortSide) {
  await startServerExport(project, shortSide);
  changeFollowed((exports) => (exports[project] = title));
  return follow(project, title);
}

/** Goes on with what this tab has asked for. */
export function resumeExports() {
  for (const [project, title] of Object.entries(readFollowed())) follow(project, title);
}

function follow(project, title) {
  if (followed.has(project)) return followed.get(project);
  const toast = new ExportToast(title, t("It goes on when you leave this page."), () => stop(project, toast));
  toast.show(null);
  followed.set(project, toast);
  look(project, toast);
  return toast;
}

async function look(project, toast) {
  try {
    take(project, toast, await getServerExport(project));
  } catch (refused) {
    if (refused.code === "not_found") end(project, () => toast.close());
    else later(project, toast); // it is made, whether it can be seen or not
  }
}

const later = (project, toast) => setTimeout(() => followed.get(project) === toast && look(project, toast), EVERY);

function take(project, toast, row) {
  if (LIVE.includes(row?.status)) {
    toast.show(row.progress, row.status === "waiting" ? t("Waiting for its turn …") : "");
    return later(project, toast);
  }
  end(project, () => {
    if (row?.asset) toast.finish(t("Finished, {size}", { size: megabytes(row.asset.size) }), link(row.asset));
    else if (row?.status === "error") toast.fail(translate(row.detail) || t("The server could not make the video."));
    else toast.close();
  });
}

const link = ({ url }) => h("a", { href: url, download: true, class: "toast-download" }, t("Download"));

function end(project, show) {
  followed.delete(project);
  changeFollowed((exports) => delete exports[project]);
  show();
  document.dispatchEvent(new CustomEvent("export-finished", { detail: { project } }));
}

async function stop(project, toast) {
  toast.canEnd = false;
  try {
    take(project, toast, await stopServerExport(project));
  } catch {
    toast.canEnd = true;
  }
}
