// The JSON API, as the signed-in person.

export const csrfToken = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";

async function call(method, url, body) {
  const headers = { Accept: "application/json" };
  if (body) Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": csrfToken() });
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body), credentials: "same-origin" });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status}`);
  return response.json();
}

export const createProject = (title = "") => call("POST", "/api/projects/", { title });
export const renameProject = (id, title) => call("PATCH", `/api/projects/${id}/`, { title });
export const listProjects = () => call("GET", "/api/projects/");
export const olderMessages = (id, before) =>
  call("GET", `/api/projects/${id}/messages/?before=${encodeURIComponent(before)}`);
export const listExports = (id) => call("GET", `/api/projects/${id}/exports/`);
