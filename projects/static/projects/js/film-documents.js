// The documents of the video's revisions, as pictures in the conversation need them: the newest one is the page's own.
import { getRevision } from "./api.js";

const MOST = 40; // kept
const known = new Map(); // promises, by revision

const page = () => document.querySelector("chat-page");

/** Keep the video as it is now: it may be asked for when it is an older one. */
export function keepNewest() {
  const { storyboard } = page()?.state ?? {};
  if (storyboard && !known.has(storyboard.revision)) keep(storyboard.revision, Promise.resolve(storyboard));
  return storyboard ?? null;
}

/** Resolves to the video at `revision`, or as it is now without one; null if it cannot be had. */
export async function documentAt(revision) {
  const newest = keepNewest();
  if (!revision) return newest;
  if (!known.has(revision)) keep(revision, fetchDocument(revision));
  return known.get(revision);
}

function keep(revision, promise) {
  known.set(revision, promise);
  if (known.size > MOST) known.delete(known.keys().next().value);
}

async function fetchDocument(revision) {
  try {
    return (await getRevision(page().dataset.projectId, revision)).storyboard;
  } catch {
    known.delete(revision); // whoever asks again, asks the server again
    return null;
  }
}
