// Writes frames into a file of the page's origin. Only a worker may write in place, without a copy in another process.

const RGBA = { format: "RGBA" };
let file, buffers;
let count = 0;

onmessage = async ({ data: { picture, ...size }, ports: [answer] }) => {
  try {
    if (picture) await write(picture);
    else await open(size);
    answer.postMessage({});
  } catch (error) {
    answer.postMessage({ error: String(error) });
  }
};

async function open({ width, height, places }) {
  buffers = Array.from({ length: places }, () => new Uint8Array(width * height * 4));
  const folder = await navigator.storage.getDirectory();
  file = await (await folder.getFileHandle("frames", { create: true })).createSyncAccessHandle();
  file.truncate(width * height * 4 * places);
}

async function write(picture) {
  const place = count++ % buffers.length;
  await picture.copyTo(buffers[place], RGBA);
  picture.close();
  file.write(buffers[place], { at: place * buffers[place].length });
}
