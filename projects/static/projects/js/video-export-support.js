// What stands in the way of making a video in this browser, in words; and how a video is encoded.
import { Refused } from "./api.js";

const CODECS = ["avc", "vp9", "av1"]; // what plays in most places first
const BITS_PER_PIXEL = 0.2; // flat colours and sharp letters need less than a film does
const LARGEST = 190e6 * 8; // bits; the server keeps 200 MB

/** A sentence, or null where nothing is known to stand in the way. Nothing is loaded for it. */
export function obstacle() {
  if (!globalThis.isSecureContext) return "A browser makes videos only on a page that comes over https, or from this very machine.";
  if (!globalThis.VideoEncoder) return "This browser cannot encode video: it has no WebCodecs.";
  return null;
}

/** How a video of this canvas is best encoded here. Throws Refused. */
export async function encodingOf({ canDecodeVideo, canEncodeVideo, Quality }, { width, height, fps }, frames) {
  const bitrate = Math.round(Math.min(BITS_PER_PIXEL * width * height * fps, LARGEST / (frames / fps)));
  const quality = new Quality({ bitrate });
  for (const codec of CODECS) {
    // What is made is looked at, so it must be decoded too. It is asked for first: WebKitGTK's encoder wakes no GStreamer.
    if (!(await canDecodeVideo(codec)) || !(await canEncodeVideo(codec, { width, height, quality }))) continue;
    return { codec, quality, keyFrameInterval: 2, onEncoderConfig };
  }
  throw new Refused({ detail: `This browser cannot encode H.264, VP9 or AV1 at ${width} × ${height}.` });
}

/** The parameter sets of H.264 are taken from the stream itself: Firefox describes them with each header twice. */
function onEncoderConfig(config) {
  if (config.avc) config.avc = { format: "annexb" };
}
