// The events of a run, read from the log; while the run lives, again every two seconds.

const EVERY_MS = 2000;
const table = document.getElementById("run-log");
const note = document.getElementById("run-log-note");

function row(cells) {
  const line = document.createElement("tr");
  for (const text of cells) line.insertCell().textContent = text;
  return line;
}

function draw({ whole, events }) {
  const begin = events.find(({ ts }) => ts)?.ts;
  const after = (ts) => (ts ? `${((ts - begin) / 1000).toFixed(2)} s` : "");
  table.tBodies[0].replaceChildren(...events.map(({ id, ts, type, what }) => row([after(ts), id, type, what])));
  note.textContent = whole ? "" : "The log no longer has the beginning of this run; the rows above are complete.";
}

async function read() {
  const response = await fetch(table.dataset.address);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

async function follow() {
  let wasLive = false;
  for (;;) {
    try {
      const log = await read();
      draw(log);
      if (log.ended && wasLive) location.reload(); // the rows above have changed, too
      if (log.ended) return;
      wasLive = true;
    } catch {
      note.textContent = "The log cannot be read right now; trying again.";
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

if (table) follow();
