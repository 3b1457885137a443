// The public page of a shared film: plays the document that stands in the page, and asks the server for its pictures alone.
import { coverFrame } from "../../storyboard/renderer/cover.js";
import { loadFonts } from "../../storyboard/renderer/fonts.js";
import { patch } from "../../storyboard/renderer/patch.js";
import { render } from "../../storyboard/renderer/renderer.js";
import { PreviewClock } from "./preview-clock.js";
import { PreviewReel } from "./preview-reel.js";
import { isStill } from "./reduced-motion.js";

const IDLE = 2500; // ms without a hand on it, then the bar leaves a film that plays
const PATIENCE = 3000; // ms for pictures and typefaces, then the film begins without them

const stage = document.querySelector(".film");
/** @template {string} Role @param {Role} role */
const part = (role) => stage.querySelector(`[data-role=${role}]`);
const reel = new PreviewReel(JSON.parse(document.querySelector("#film").textContent));
const clock = new PreviewClock();
const seconds = reel.frames / reel.fps;
const options = { addressOf: (id) => `assets/${id}/` };
let poster = coverOf(reel); // the frame that stands for the film until it is played
let idle = null;

function coverOf({ storyboard }) {
  return storyboard ? coverFrame(storyboard) : null;
}

const timeOf = (value) => `${Math.floor(value / 60)}:${String(Math.floor(value % 60)).padStart(2, "0")}`;

function draw() {
  const { isPlaying } = clock;
  patch(part("picture"), render(reel.storyboard, poster ?? reel.frameAt(clock.seconds), options));
  const { play, pause, again } = part("play").dataset;
  part("play").ariaLabel = isPlaying ? pause : clock.seconds >= seconds ? again : play;
  part("scrubber").value = String(Math.round(clock.seconds * reel.fps));
  part("scrubber").style.setProperty("--part", clock.seconds / seconds);
  part("scrubber").ariaValueText = part("time").value = `${timeOf(clock.seconds)} / ${timeOf(Math.round(seconds))}`;
  stage.classList.toggle("is-playing", isPlaying);
}

function toggle() {
  poster = null;
  if (clock.isPlaying) clock.pause();
  else clock.play();
}

function seek(frame) {
  poster = null;
  clock.seek(reel.within(frame) / reel.fps);
}

function wake() {
  stage.classList.remove("is-idle");
  clearTimeout(idle);
  idle = setTimeout(() => clock.isPlaying && stage.classList.add("is-idle"), IDLE);
}

async function toggleFullScreen() {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await stage.requestFullscreen();
}

function listen() {
  for (const type of ["start", "stop", "time"]) clock.addEventListener(type, draw);
  for (const type of ["start", "stop"]) clock.addEventListener(type, wake);
  for (const type of ["pointermove", "pointerdown", "keydown"]) document.addEventListener(type, wake);
  part("screen").addEventListener("click", toggle);
  part("play").addEventListener("click", toggle);
  part("full").addEventListener("click", toggleFullScreen);
  part("screen").addEventListener("dblclick", () => !part("full").hidden && toggleFullScreen());
  part("scrubber").addEventListener("input", () => seek(Number(part("scrubber").value)));
  document.addEventListener("visibilitychange", () => document.hidden && clock.pause());
  document.addEventListener("keydown", press);
}

const KEYS = {
  " ": toggle,
  k: toggle,
  f: () => !part("full").hidden && toggleFullScreen(),
  ArrowLeft: ({ shiftKey }) => step(shiftKey ? -reel.fps : -1),
  ArrowRight: ({ shiftKey }) => step(shiftKey ? reel.fps : 1),
  Home: () => seek(0),
  End: () => seek(reel.frames),
};

const step = (frames) => seek(reel.frameAt(clock.seconds) + frames);

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key)) return;
  if (event.key === " " && event.target.closest("button")) return; // a button is pressed by it
  event.preventDefault();
  KEYS[event.key](event);
}

const within = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);

function loadPictures({ assets }) {
  return Promise.allSettled(
    Object.values(assets).map(({ src }) => {
      const image = new Image();
      image.src = options.addressOf(src.replace("asset:", ""));
      return image.decode();
    }),
  );
}

async function open() {
  const { storyboard } = reel;
  if (!storyboard) return (part("empty").hidden = false);
  const { width, height } = storyboard.canvas;
  part("picture").style.setProperty("--ratio", width / height);
  clock.setRange(0, seconds, false);
  part("scrubber").max = String(reel.frames - 1);
  part("full").hidden = !document.fullscreenEnabled;
  await within(Promise.allSettled([loadFonts(storyboard), loadPictures(storyboard)]));
  listen();
  draw();
  part("picture").hidden = part("bar").hidden = false;
  part("poster")?.remove();
  const isFramed = window !== window.top; // there, somebody reads something else
  if (!isStill() && !document.hidden && !isFramed) toggle();
}

open();
