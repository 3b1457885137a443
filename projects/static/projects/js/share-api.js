// The JSON API of the public link, see docs/sharing.md.
import { csrfToken, Refused, request } from "./api.js";

const address = (projectId) => `/api/projects/${projectId}/share/`;

/** The link {url, revision, shows, poster_revision, created, expires}, or null. */
export const getLink = async (projectId) => (await request("GET", address(projectId))).share;

/** `changes`: {revision?, days?}; what is left out stays as it is. */
export const saveLink = async (projectId, changes) => (await request("PUT", address(projectId), changes)).share;

export const revokeLink = (projectId) => request("DELETE", address(projectId), {});

export async function savePoster(projectId, revision, blob) {
  /** @type {RequestInit} */
  const options = { method: "POST", headers: { "X-CSRFToken": csrfToken() }, body: blob, credentials: "same-origin" };
  const response = await fetch(`${address(projectId)}poster/?revision=${revision}`, options).catch(() => null);
  if (!response?.ok) throw new Refused(await response?.json().catch(() => ({})));
}
