// Looks at a file that was made: an encoder may lose frames, or their colours, and say nothing.

const BLOCK = 8; // pixels: what an encoder smooths away evens out in the mean of so many by so many
const ALIKE = 30; // decibels between the means; a video that is washed out has 25, grey in its place less than 20

/**
 * Whether the MP4 in `buffer` has `frames` frames, stored in the order in which they are shown, and those at `places` are
 * what `paint(place)` paints on the context that it returns.
 */
export async function isTrue(mediabunny, buffer, { frames, fps, places, paint }) {
  const { BufferSource, EncodedPacketSink, Input, MP4, VideoSampleSink } = mediabunny;
  const input = new Input({ source: new BufferSource(buffer), formats: [MP4] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if ((await countInOrder(new EncodedPacketSink(track))) !== frames) return false;
    const sink = new VideoSampleSink(track);
    for (const place of places) {
      const sample = await sink.getSample((place + 0.5) / fps);
      if (!sample || !isAlike(pixels(sample), paint(place))) return false;
    }
    return true;
  } catch (error) {
    console.warn("The video that was made cannot be read back.", error);
    return false;
  } finally {
    input.dispose();
  }
}

/** How many frames there are; -1 if one is stored before another that is shown earlier. */
async function countInOrder(sink) {
  let [count, before] = [0, -Infinity];
  for await (const { timestamp } of sink.packets(undefined, undefined, { metadataOnly: true })) {
    if (timestamp <= before) return -1;
    [count, before] = [count + 1, timestamp];
  }
  return count;
}

function pixels(sample) {
  const { displayWidth: width, displayHeight: height } = sample;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  sample.draw(context, 0, 0, width, height);
  sample.close();
  return context.getImageData(0, 0, width, height);
}

function isAlike(made, context) {
  const { width, height } = context.canvas;
  if (made.width !== width || made.height !== height) return false;
  const [one, other] = [made, context.getImageData(0, 0, width, height)].map(blockMeans);
  const error = one.reduce((sum, mean, i) => sum + (mean - other[i]) ** 2, 0) / one.length;
  return 10 * Math.log10(255 ** 2 / Math.max(error, 1e-9)) >= ALIKE;
}

/** The means of red, green and blue in each block, one after the other. */
function blockMeans({ data, width, height }) {
  const columns = Math.ceil(width / BLOCK);
  const [sums, counts] = [new Float64Array(columns * Math.ceil(height / BLOCK) * 3), []];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const block = (Math.floor(y / BLOCK) * columns + Math.floor(x / BLOCK)) * 3;
      for (let i = 0; i < 3; i++) sums[block + i] += data[at + i];
      counts[block] = (counts[block] ?? 0) + 1;
    }
  }
  return sums.map((sum, i) => sum / counts[i - (i % 3)]);
}
