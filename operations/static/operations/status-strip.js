// The strip over the index of the admin: how the site is, asked anew every few seconds while somebody looks.

const EVERY_MS = 5000;
const strip = document.getElementById("status-strip");

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** @returns {[string, string, boolean, string]} the share of its memory, where it is bounded */
function memory({ valkey, valkey_bytes: used, valkey_max_bytes: bound, valkey_is_full: isFull }) {
  if (used === null) return ["Valkey", "away", false, valkey.detail];
  if (!bound) return ["Valkey", `${megabytes(used)} MB`, valkey.ready, valkey.detail];
  const more = `${megabytes(used)} of ${megabytes(bound)} MB${isFull ? ": no new answers begin" : ""}`;
  return ["Valkey", `${Math.round((100 * used) / bound)} % full`, valkey.ready && !isFull, more];
}

/** @returns [name, value, whether it is well, more to say] of each */
function facts(status) {
  const { database, worker, runs, open_streams: streams } = status;
  const failed = Object.values(runs?.failed ?? {}).reduce((sum, count) => sum + count, 0);
  const [median, slow] = runs?.first_token_ms ?? [];
  return [
    ["Database", database.ready ? "well" : "away", database.ready, database.detail],
    memory(status),
    ["Workers", parseInt(worker.detail) || "none", worker.ready, worker.detail],
    ["Connections", streams ?? "—", true],
    ["Live", runs?.live ?? "—", true],
    ["Queued", runs?.queued ?? "—", true],
    ["Stuck", runs?.stuck ?? "—", !runs?.stuck],
    ["Failed, last hour", runs ? failed : "—", failed === 0],
    ["First word, p50", median === undefined ? "—" : seconds(median), true],
    ["First word, p95", slow === undefined ? "—" : seconds(slow), true],
  ];
}

const seconds = (ms) => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

function draw(status) {
  strip.replaceChildren(
    ...facts(status).map(([name, value, isWell, more]) => {
      const part = document.createElement("div");
      const [term, description] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = name;
      description.textContent = value;
      if (more) part.title = more;
      part.classList.toggle("is-bad", !isWell);
      part.append(term, description);
      return part;
    }),
  );
}

async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch(strip.dataset.address);
    if (response.ok) draw(await response.json());
    strip.classList.toggle("is-stale", !response.ok);
  } catch {
    strip.classList.add("is-stale"); // the server is away: what stands is old
  }
}

if (strip) {
  refresh();
  setInterval(refresh, EVERY_MS);
  document.addEventListener("visibilitychange", refresh);
}
