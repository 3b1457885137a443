// A run once more, at 1× or 10×: a line goes over the waterfall, the rows of the log light up, and the words come.

import { Recording } from "projects/replay-recording.js";

const SPEEDS = [1, 10];
const LONGEST_STEP = 250; // ms: a tab that was away goes on where it was

class Replay {
  #box;
  #words;
  #moment;
  #status;
  #recording = null;
  #time = 0;
  #speed = SPEEDS[0];
  #isPlaying = false;
  #frame = 0;

  constructor(box) {
    this.#box = box;
    [this.#words, this.#moment, this.#status] = ["pre", "input[type=range]", "output"].map((name) => box.querySelector(name));
    for (const button of box.querySelectorAll("[data-speed]")) {
      button.addEventListener("click", () => this.#play(Number(button.dataset.speed)));
    }
    this.#moment.addEventListener("input", () => {
      this.#isPlaying = false;
      this.#seek(Number(this.#moment.value));
    });
  }

  async #play(speed) {
    const wasPlaying = this.#isPlaying && this.#speed === speed;
    this.#speed = speed;
    this.#isPlaying = !wasPlaying;
    if (!this.#recording && !(await this.#read())) return;
    if (this.#time >= this.#recording.duration) this.#time = 0;
    this.#mark();
    this.#run();
  }

  async #read() {
    const token = this.#box.querySelector("[name=csrfmiddlewaretoken]").value;
    const response = await fetch(this.#box.dataset.address, { method: "POST", headers: { "X-CSRFToken": token } });
    if (!response.ok) {
      this.#status.textContent = (await response.json()).detail;
      this.#isPlaying = false;
      return false;
    }
    this.#recording = new Recording(await response.json());
    this.#moment.max = String(this.#recording.duration);
    this.#moment.disabled = false;
    this.#words.hidden = false;
    return true;
  }

  #run() {
    cancelAnimationFrame(this.#frame);
    let before = performance.now();
    const tick = (now) => {
      if (!this.#isPlaying) return;
      this.#seek(Math.min(this.#recording.duration, this.#time + Math.min(LONGEST_STEP, now - before) * this.#speed));
      before = now;
      if (this.#time >= this.#recording.duration) this.#isPlaying = false;
      else this.#frame = requestAnimationFrame(tick);
      this.#mark();
    };
    this.#frame = requestAnimationFrame(tick);
  }

  #mark() {
    for (const button of this.#box.querySelectorAll("[data-speed]")) {
      button.ariaPressed = String(this.#isPlaying && Number(button.dataset.speed) === this.#speed);
    }
  }

  #seek(time) {
    this.#time = time;
    const { message } = this.#recording.at(time);
    this.#moment.value = String(time);
    this.#status.textContent = `${(time / 1000).toFixed(1)} of ${(this.#recording.duration / 1000).toFixed(1)} s`;
    this.#words.textContent = message?.content ?? "";
    this.#words.scrollTop = this.#words.scrollHeight;
    for (const row of document.querySelectorAll("#run-log tbody tr")) {
      row.classList.toggle("is-later", row.dataset.after !== "" && Number(row.dataset.after) > time);
    }
  }
}

const box = document.getElementById("run-replay");
if (box) new Replay(box);
