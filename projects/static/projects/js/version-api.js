// Other takes of an answer and other versions of a message, in the JSON API.
import { request } from "./api.js";

export const listTakes = async (id) => (await request("GET", `/api/projects/${id}/takes/`)).takes;
export const chooseTake = async (id, message_id) => (await request("POST", `/api/projects/${id}/takes/`, { message_id })).revision;
const branches = (id) => `/api/projects/${id}/branches/`;
export const whatComesAfter = (id, message_id) => request("GET", `${branches(id)}?message_id=${message_id}`);
export const chooseVersion = (id, message_id) => request("POST", branches(id), { message_id });
