// Who follows the project of a run, and how far behind they are: asked of all web servers while somebody looks.

import { h } from "./elements.js";

const EVERY_MS = 5000;
const list = document.getElementById("run-readers");

function lagOf({ behind, unacknowledged }) {
  if (behind === null) return "has nothing of this log yet";
  const waiting = unacknowledged ? `, ${(unacknowledged / 1000).toFixed(1)} kB not acknowledged` : "";
  return (behind ? `${behind} event${behind === 1 ? "" : "s"} behind` : "up to date") + waiting;
}

function draw(readers) {
  const now = Date.now();
  const rows = readers.map((reader) => {
    const minutes = Math.max(0, Math.round((now - reader.since) / 60_000));
    const name = h("b", {}, reader.user);
    return h("li", { class: reader.behind ? "failed" : "" }, name, ` by ${reader.transport}, for ${minutes} min: ${lagOf(reader)}`);
  });
  list.replaceChildren(...(rows.length ? rows : [h("li", { class: "none" }, "Nobody is connected.")]));
}

async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch(list.dataset.address);
    if (response.ok) draw((await response.json()).readers);
    list.classList.toggle("is-stale", !response.ok);
  } catch {
    list.classList.add("is-stale"); // the server is away: what stands is old
  }
}

refresh();
setInterval(refresh, EVERY_MS);
