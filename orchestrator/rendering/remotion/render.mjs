// `node render.mjs JOB.json`: a renderer as docs/render-lane.md describes it, with Remotion.
import fs from "node:fs";
import path from "node:path";
import { makeCancelSignal, renderMedia, selectComposition } from "@remotion/renderer";

const say = (event) => fs.writeSync(1, `${JSON.stringify(event)}\n`);
for (const name of ["log", "info", "warn"]) console[name] = console.error; // standard output is for events alone

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const unfinished = path.join(path.dirname(job.out), "unfinished.mp4");
const { cancel, cancelSignal } = makeCancelSignal();
let frame = null;

function end() {
  cancel();
  setTimeout(() => process.exit(1), 2000).unref();
}
process.on("SIGTERM", end);
process.stdin.on("end", end).on("error", end).resume(); // it ends when the worker does

const pictures = Object.fromEntries(
  Object.entries(job.assets).map(([id, { path: file, media_type }]) => [
    id,
    `data:${media_type};base64,${fs.readFileSync(file).toString("base64")}`,
  ]),
);
process.env.RENDER_CHROMIUM = job.chromium; // for browser.sh
const common = {
  serveUrl: path.join(import.meta.dirname, "bundle"),
  inputProps: { storyboard: job.document, pictures },
  browserExecutable: path.join(import.meta.dirname, "browser.sh"),
  chromeMode: "chrome-for-testing",
  logLevel: "error",
};

/** H.264 Main without B-frames and without an edit list, a key frame every 2 s. */
const formOf = (fps) => ["-profile:v", "main", "-bf", "0", "-g", String(2 * fps), "-use_editlist", "0"];

try {
  const composition = await selectComposition({ ...common, id: "video" });
  const { fps, durationInFrames: frames } = composition;
  say({ type: "composition", width: job.width, height: job.height, fps, frames });
  await renderMedia({
    ...common,
    composition,
    cancelSignal,
    codec: "h264",
    crf: 18,
    pixelFormat: "yuv420p",
    scale: job.width / composition.width,
    colorSpace: "bt709",
    imageFormat: "jpeg",
    jpegQuality: 95,
    enforceAudioTrack: true, // a silent one: some players take a file without sound for a GIF
    ffmpegOverride: ({ args }) => [...args.slice(0, -1), ...formOf(fps), args.at(-1)], // the last one is the file
    concurrency: 1, // a second tab would be a background tab, and those do not always paint
    outputLocation: unfinished,
    onProgress: ({ renderedFrames }) => {
      frame = Math.min(renderedFrames, frames - 1);
      say({ type: "progress", frame: renderedFrames, frames });
    },
  });
  fs.renameSync(unfinished, job.out);
  say({ type: "done", bytes: fs.statSync(job.out).size });
  process.exit(0);
} catch (error) {
  say({ type: "error", message: `${error.name}: ${error.message}`.slice(0, 2000), frame: error.frame ?? frame });
  process.exit(1);
}
