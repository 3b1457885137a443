// Sends a finished video to the server, which keeps it with the project.
import { csrfToken, Refused } from "./api.js";
import { t } from "./words.js";

/** Returns the kept file's row. `onPart(0…1)`; an XMLHttpRequest, since fetch does not tell how much has gone out. */
export function keep(projectId, revision, blob, { signal, onPart }) {
  const request = new XMLHttpRequest();
  request.open("POST", `/api/projects/${projectId}/exports/?revision=${revision}`);
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.responseType = "json";
  return new Promise((resolve, reject) => {
    const abort = () => request.abort();
    signal.addEventListener("abort", abort, { once: true });
    request.upload.onprogress = ({ loaded, total }) => onPart(loaded / total);
    request.onload = () => {
      if (request.status === 201) resolve(request.response);
      else reject(new Refused(request.response ?? { detail: t("The server answered {status}.", { status: request.status }) }));
    };
    request.onerror = () => reject(new Refused());
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener("abort", abort);
    request.send(blob);
  });
}
