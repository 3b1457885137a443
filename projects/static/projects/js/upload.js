// One picture on its way to the project. XMLHttpRequest: it alone tells how far an upload is.
import { csrfToken } from "./api.js";
import { t } from "./words.js";

const LARGEST = 10_000_000; // bytes, as the server counts them
const TYPES = new Set(["image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml"]);

/** Why `file` would not be taken, or "". The server looks at the bytes; this saves the way. */
export function problemWith(file) {
  if (!TYPES.has(file.type)) return t("This is no picture that can be used here: PNG, JPEG, WebP, GIF and SVG are.");
  return file.size > LARGEST ? t("A picture may have at most 10 MB.") : "";
}

/** {sent, cancel}: `sent` resolves to the asset, or rejects with an Error in words for a person. */
export function upload(projectId, file, onProgress) {
  const request = new XMLHttpRequest();
  const sent = new Promise((resolve, reject) => {
    const fail = () => reject(new Error(detailOf(request)));
    request.upload.onprogress = ({ loaded, total }) => total && onProgress(loaded / total);
    request.onload = () => (request.status === 201 ? resolve(JSON.parse(request.responseText)) : fail());
    request.onerror = fail;
    request.open("POST", `/api/projects/${projectId}/assets/?name=${encodeURIComponent(file.name.slice(-200).toWellFormed())}`);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Content-Type", file.type);
    request.send(file);
  });
  return { sent, cancel: () => request.abort() };
}

function detailOf({ status, responseText }) {
  if (status === 0) return t("It could not be sent: the server cannot be reached.");
  if (status === 401 || status === 403) return t("You are signed out. Sign in, then add it again.");
  try {
    return JSON.parse(responseText).detail;
  } catch {
    return t("It could not be sent. Try again.");
  }
}
