// One export in this browser: makes the file, keeps it with the project, hands it over; a toast tells how far it is.
import { Refused } from "./api.js";
import { h } from "./dom.js";
import { ExportToast } from "./export-toast.js";
import { loadModule } from "./lazy-module.js";
import { addressesIn } from "./picture-addresses.js";
import { keep } from "./video-export-keep.js";
import { megabytes } from "./video-export-list.js";
import { plural, t } from "./words.js";

const warn = (event) => event.preventDefault();

/** Resolves when it has ended, however. `assets` is the address of the project's pictures. */
export async function exportHere({ project, title, assets, storyboard, shortSide }) {
  const running = new AbortController();
  const { signal } = running;
  const toast = new ExportToast(title, t("Keep this page open: your browser makes it."), () => running.abort());
  toast.focus();
  addEventListener("beforeunload", warn); // whoever leaves the page loses the export
  try {
    const { encode } = await loadModule(import.meta.resolve("./video-export-encode.js"));
    const onFrame = (done, of) => toast.show(done / of);
    toast.show(0);
    const video = await encode(storyboard, { signal, shortSide, addressOf: addressesIn(assets), onFrame });
    hand(toast, video, await keepIt(toast, project, storyboard.revision, video.blob, signal));
  } catch (error) {
    toast.fail(signal.aborted ? t("The export was cancelled; nothing of it was kept.") : reasonOf(error));
  }
  removeEventListener("beforeunload", warn);
}

/** @returns {Promise<Kept>} the row of what is kept, or why it is refused */
async function keepIt(toast, project, revision, blob, signal) {
  const onPart = (part) => {
    toast.canEnd = part < 1; // the server has all of it
    toast.show(part, t("Keeping the video ({size}) …", { size: megabytes(blob.size) }));
  };
  onPart(0);
  try {
    return { row: await keep(project, revision, blob, { signal, onPart }) };
  } catch (error) {
    signal.throwIfAborted();
    return { refused: reasonOf(error) };
  }
}

function hand(toast, { blob, failed, missing }, /** @type {Kept} */ { row, refused }) {
  const sentences = [
    refused ? t("The video is finished, but it is not kept with the project. {reason}", { reason: refused }) : t("Finished, {size}", { size: megabytes(blob.size) }),
    failed.length && t("Scene {numbers} cannot be shown: the video says so in its place.", { numbers: failed.map((index) => index + 1).join(", ") }),
    missing && plural(missing, "A picture could not be fetched: the video is without.", "{count} pictures could not be fetched: the video is without."),
  ];
  const href = row?.url ?? URL.createObjectURL(blob); // a file that only this page has goes with the page
  const link = h("a", { href, download: row ? true : "video.mp4" }, t("Download"));
  toast.finish(sentences.filter(Boolean).join(" "), link);
  link.click();
}

/** What a library or a browser says of its own troubles is for the console. */
function reasonOf(error) {
  if (error instanceof Refused) return error.message;
  console.warn(error);
  return t("Something failed in the browser while the video was made. Try again.");
}
