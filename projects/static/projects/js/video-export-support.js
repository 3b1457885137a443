// What stands in the way of making a video in this browser, in words; and how a video is encoded.
import { Refused } from "./api.js";
import { t } from "./words.js";

const PROFILES = ["4d00", "42e0"]; // H.264's Main; Constrained Baseline, where an encoder has no other
// Of each level of H.264: blocks of 16 by 16 in a frame, and in a second.
/** @type {[string, number, number][]} */
const LEVELS = [
  ["1f", 3600, 108_000],
  ["28", 8192, 245_760],
  ["2a", 8704, 522_240],
];
const KEY_FRAME_SECONDS = 2;
const BITS_PER_PIXEL = 0.2; // flat colours and sharp letters need less than a film does
const LARGEST = 190e6 * 8; // bits; the server keeps 200 MB

/** A sentence, or null where nothing is known to stand in the way. Nothing is loaded for it. */
export function obstacle() {
  if (!globalThis.isSecureContext) return t("A browser makes videos only on a page that comes over https, or from this very machine.");
  if (!globalThis.VideoEncoder) return t("This browser cannot encode video: it has no WebCodecs.");
  return null;
}

/** The ways in which a video of this size can be encoded here, the better one first. Throws Refused if there is none. */
export async function encodingsOf({ canDecodeVideo, Quality }, { width, height, fps }, frames) {
  const bitrate = Math.round(Math.min(BITS_PER_PIXEL * width * height * fps, LARGEST / (frames / fps)));
  const codecs = PROFILES.map((profile) => `avc1.${profile}${level(width, height, fps)}`);
  // What is made is looked at, so it must be decoded too. It is asked for first: WebKitGTK's encoder wakes no GStreamer.
  const canBeRead = await canDecodeVideo("avc");
  const supported = await Promise.all(codecs.map((codec) => canBeRead && isSupported({ codec, width, height, bitrate, framerate: fps })));
  if (!supported.some(Boolean)) throw new Refused({ detail: t("This browser cannot encode H.264 at {width} × {height}.", { width, height }) });
  return codecs
    .filter((_, i) => supported[i])
    .map((codec) => ({
      codec: "avc",
      quality: new Quality({ bitrate }),
      keyFrameInterval: KEY_FRAME_SECONDS,
      onEncoderConfig: (config) => Object.assign(config, { codec, avc: ANNEX_B }),
    }));
}

// The parameter sets of H.264 are taken from the stream itself: Firefox describes them with each header twice.
const ANNEX_B = { format: "annexb" };

const isSupported = (config) => VideoEncoder.isConfigSupported(config).then(({ supported }) => supported, () => false);

function level(width, height, fps) {
  const blocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  return (LEVELS.find(([, most, inASecond]) => blocks <= most && blocks * fps <= inASecond) ?? LEVELS.at(-1))[0];
}
