// Changing what waits for its answer (the queue of docs/protocol.md).
import { request } from "./api.js";

const place = (project, message = "") => `/api/projects/${project}/queue/${message && `${message}/`}`;

export const orderQueue = (project, order) => request("PUT", place(project), { order });
export const editQueued = (project, id, message) => request("PATCH", place(project, id), { message });
export const removeQueued = (project, id) => request("DELETE", place(project, id), {});
export const sendNow = (project, id) => request("POST", place(project, id), {});
