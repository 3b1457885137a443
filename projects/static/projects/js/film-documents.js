// The documents of the video's revisions, as pictures in the conversation need them: the newest one is the page's own.
import { getRevision } from "./video-api.js";

const MOST = 40; // kept
const known = new Map(); // promises, by revision

/** Whose video an element is about: that of the page, or of a replay that it is in. */
const sourceOf = (element) => element.closest("replay-stage, chat-page");

/** The newest video that an element is about. It is kept, since it may be asked for when it is an older one. */
export function newestFor(element) {
  const { storyboard } = sourceOf(element)?.state ?? {};
  if (storyboard && !known.has(storyboard.revision)) keep(storyboard.revision, Promise.resolve(storyboard));
  return storyboard ?? null;
}

/** Resolves to the video at `revision`, or as it is now without one; null if it cannot be had. */
export async function documentAt(revision, element) {
  const newest = newestFor(element);
  if (!revision) return newest;
  if (!known.has(revision)) keep(revision, fetchDocument(revision, sourceOf(element)?.dataset.projectId));
  return known.get(revision);
}

function keep(revision, promise) {
  known.set(revision, promise);
  if (known.size > MOST) known.delete(known.keys().next().value);
}

async function fetchDocument(revision, projectId) {
  try {
    return (await getRevision(projectId, revision)).storyboard;
  } catch {
    known.delete(revision); // whoever asks again, asks the server again
    return null;
  }
}
