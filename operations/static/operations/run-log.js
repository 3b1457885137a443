// The events of a run: read from the log, and while the run lives followed by the same stream that its user has.

import { h } from "./elements.js";

const FOLDED = ["delta", "reasoning", "tool_progress"];
const RETRY_MS = 3000;

const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

/** What a line says: texts are counted, never shown. */
function wordsOf({ what, count, characters }) {
  if (characters !== undefined) return `${plural(characters, "character")} in ${plural(count, "event")}`;
  return count > 1 ? `${what} (${plural(count, "event")})` : what;
}

/** Two lines of a type that is folded are one. */
function fold(last, line) {
  if (last?.type !== line.type || !FOLDED.includes(line.type)) return null;
  const characters = line.characters === undefined ? {} : { characters: last.characters + line.characters };
  return { ...last, ...line, ts: last.ts, count: last.count + line.count, ...characters };
}

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

class RunLog {
  #table = /** @type {HTMLTableElement} */ (document.getElementById("run-log"));
  #attempts = document.getElementById("run-attempts");
  #note = document.getElementById("run-log-note");
  #lines = [];
  #source = null;

  async begin() {
    try {
      const response = await fetch(this.#table.dataset.log);
      if (!response.ok) throw new Error(`status ${response.status}`);
      this.#show(await response.json());
    } catch {
      this.#note.textContent = "The log cannot be read right now; trying again.";
      setTimeout(() => this.begin(), RETRY_MS);
    }
  }

  #show({ ended, whole, at, attempts, events }) {
    this.#lines = [];
    this.#table.tBodies[0].replaceChildren();
    events.forEach((line) => this.#add(line));
    this.#showAttempts(attempts);
    this.#note.textContent = whole ? "" : "The log no longer has the beginning of this run; the rows above are complete.";
    if (!ended && at !== "0-0") this.#follow(at);
    else if (!ended) setTimeout(() => this.begin(), RETRY_MS);
  }

  #follow(at) {
    this.#source?.close();
    this.#source = new EventSource(`${this.#table.dataset.events}?after=${at}`);
    this.#note.textContent = "Live: new events come as its user gets them.";
    this.#source.addEventListener("message", ({ data }) => {
      const lines = JSON.parse(data);
      lines.forEach((line) => this.#add(line));
      if (lines.some(({ type }) => type === "finalized")) location.reload(); // the rows above have changed, too
    });
    this.#source.addEventListener("lost", () => {
      this.#source.close();
      this.begin();
    });
  }

  #add(line) {
    const body = this.#table.tBodies[0];
    const folded = fold(this.#lines.at(-1), line);
    if (folded) {
      this.#lines[this.#lines.length - 1] = folded;
      body.lastElementChild.replaceWith(this.#row(folded));
    } else {
      this.#lines.push(line);
      body.append(this.#row(line));
    }
  }

  #row(line) {
    const begin = this.#lines.find(({ ts }) => ts)?.ts ?? line.ts;
    const row = h("tr", { class: line.type === "gap" || line.type === "error" ? "failed" : "" });
    row.dataset.after = line.ts ? line.ts - begin : "";
    for (const text of [line.ts ? seconds(line.ts - begin) : "", line.id, line.type, wordsOf(line)]) row.append(h("td", {}, text));
    return row;
  }

  /** Side by side, if there was more than one. */
  #showAttempts(attempts) {
    this.#attempts.hidden = attempts.length < 2;
    const begin = this.#lines.find(({ ts }) => ts)?.ts;
    const since = (ts, from = begin) => (ts ? seconds(ts - from) : "—");
    /** @type {[string, (attempt) => string][]} */
    const facts = [
      ["Began after", ({ begin: ts }) => since(ts)],
      ["First word after", (each) => since(each.first_word, each.begin)],
      ["Took", (each) => since(each.end, each.begin)],
      ["Characters", ({ characters }) => String(characters)],
      ["Tools done", ({ tools }) => String(tools)],
      ["Ended", ({ outcome }) => outcome || "goes on"],
    ];
    const head = h("tr", {}, h("td"), ...attempts.map(({ number }) => h("th", { scope: "col" }, `Attempt ${number}`)));
    const rows = facts.map(([name, of]) => h("tr", {}, h("th", { scope: "row" }, name), ...attempts.map((each) => h("td", {}, of(each)))));
    this.#attempts.querySelector("table")?.remove();
    this.#attempts.append(h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows)));
  }
}

new RunLog().begin();
