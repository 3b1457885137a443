// The video in the JSON API: its edits, revisions, palettes and exports.
import { request } from "./api.js";

export const editVideo = (id, edit) => request("POST", `/api/projects/${id}/edits/`, edit);
// `base`: the revision that the person sees. With it, a request that comes again changes nothing more.
export const undo = (id, base) => request("POST", `/api/projects/${id}/undo/`, { base });
export const redo = (id, base) => request("POST", `/api/projects/${id}/redo/`, { base });
export const restore = (id, base, revision) => request("POST", `/api/projects/${id}/restore/`, { revision, base });
export const listRevisions = async (id, limit) => (await request("GET", `/api/projects/${id}/revisions/?limit=${limit}`)).revisions;
export const getRevision = (id, revision) => request("GET", `/api/projects/${id}/revisions/${revision}/`);
export const listPalettes = async () => (await request("GET", "/api/palettes/")).palettes;
export const listExports = (id) => request("GET", `/api/projects/${id}/exports/`);
const serverExport = async (method, id, body) => (await request(method, `/api/projects/${id}/server-export/`, body)).export;
export const getServerExport = (id) => serverExport("GET", id);
export const startServerExport = (id, short_side) => serverExport("POST", id, { short_side });
export const stopServerExport = (id) => serverExport("DELETE", id, {});
