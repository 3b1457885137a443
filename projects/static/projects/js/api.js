// The JSON API, as the signed-in person.
import { t, translate } from "./words.js";

export const csrfToken = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";

/** The server said no, or nothing at all. `code` is one of protocol.md, `message` a sentence for the person. */
export class Refused extends Error {
  constructor({ code = "unavailable", detail = t("The server cannot be reached right now. Try again.") } = {}) {
    super(translate(detail));
    this.code = code;
  }
}

/** The answer's JSON. Throws Refused. */
export async function request(method, url, body, signal) {
  const headers = { Accept: "application/json" };
  if (body) Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": csrfToken() });
  /** @type {RequestInit} */
  const options = { method, headers, body: body && JSON.stringify(body), credentials: "same-origin", signal };
  const response = await fetch(url, options).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!response?.ok || !answer) throw new Refused(answer ?? {});
  return answer;
}

export const createProject = (title = "") => request("POST", "/api/projects/", { title });
export const renameProject = (id, title) => request("PATCH", `/api/projects/${id}/`, { title });
export const deleteProject = (id) => request("DELETE", `/api/projects/${id}/`, {});
export const duplicateProject = (id) => request("POST", `/api/projects/${id}/duplicate/`, {});
export const undeleteProject = (id) => request("POST", `/api/projects/${id}/undelete/`, {});
export const listProjects = (before, limit = "") =>
  request("GET", `/api/projects/?${new URLSearchParams({ ...(before && { before }), limit })}`);
export const olderMessages = (id, before) =>
  request("GET", `/api/projects/${id}/messages/?before=${encodeURIComponent(before)}`);

export const getMessage = (id) => request("GET", `/api/messages/${id}/`);

export const chooseScene = (id, scene_id, signal) => request("PUT", `/api/projects/${id}/chosen-scene/`, { scene_id }, signal);
export const chooseModel = (id, model) => request("PUT", `/api/projects/${id}/model/`, { model });
