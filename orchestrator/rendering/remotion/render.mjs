// `node render.mjs JOB.json`: a renderer as docs/render-lane.md describes it, with Remotion.
import fs from "node:fs";
import path from "node:path";
import { RenderInternals, makeCancelSignal, renderMedia, selectComposition } from "@remotion/renderer";

const say = (event) => fs.writeSync(1, `${JSON.stringify(event)}\n`);
for (const name of ["log", "info", "warn"]) console[name] = console.error; // standard output is for events alone

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const unfinished = path.join(path.dirname(job.out), "unfinished.mp4");
const finished = `${unfinished}.copy`;
const SOUND_FRAME = 1024 / 48_000; // seconds
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

/** H.264 Main without B-frames, a key frame every 2 s. Where the frames were encoded before, they are only copied. */
function formOf(args, fps) {
  const isEncoded = args[args.indexOf("-c:v") + 1] === "copy";
  return isEncoded ? [] : ["-profile:v", "main", "-bf", "0", "-g", String(2 * fps)];
}

/** A copy in which the sound does not outlast the picture, and without the edit list that Remotion's last step writes. */
async function finish(from, to, seconds) {
  const input = ["-ignore_editlist", "1"];
  const sound = [...input, "-t", String(seconds - SOUND_FRAME), "-i", from];
  const form = ["-c", "copy", "-movflags", "+faststart", "-use_editlist", "0", "-f", "mp4"];
  const args = [...input, "-i", from, ...sound, "-map", "0:v", "-map", "1:a", ...form, "-y", to];
  await RenderInternals.callFf({ bin: "ffmpeg", args, indent: false, logLevel: "error", binariesDirectory: null, cancelSignal });
}

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
    ffmpegOverride: ({ args }) => [...args.slice(0, -1), ...formOf(args, fps), args.at(-1)], // the last one is the file
    concurrency: 1, // a second tab would be a background tab, and those do not always paint
    outputLocation: unfinished,
    onProgress: ({ renderedFrames }) => {
      frame = Math.min(renderedFrames, frames - 1);
      say({ type: "progress", frame: renderedFrames, frames });
    },
  });
  await finish(unfinished, finished, frames / fps);
  fs.rmSync(unfinished);
  fs.renameSync(finished, job.out);
  say({ type: "done", bytes: fs.statSync(job.out).size });
  process.exit(0);
} catch (error) {
  const message = `${error.name}: ${error.message}`.slice(-2000); // FFmpeg says at its end why
  say({ type: "error", message, frame: error.frame ?? frame });
  process.exit(1);
}
