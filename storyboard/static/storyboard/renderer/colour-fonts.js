// Whether this browser draws COLRv1. Safari and WebKitGTK draw nothing, though one says that it can: so a small file is tried.
const HERE = import.meta.url;
const SIZE = 20; // pixels

/** Rejects if the file is lost. */
export async function drawsColourFonts() {
  const face = new FontFace("Colour Probe", `url("${new URL("../fonts/noto-color-emoji/10.woff2", HERE)}")`);
  document.fonts.add(await face.load());
  const context = Object.assign(document.createElement("canvas"), { width: SIZE, height: SIZE }).getContext("2d");
  context.font = `${SIZE / 2}px "Colour Probe"`;
  context.fillText("\u{1f6d9}", 2, SIZE - 4);
  document.fonts.delete(face);
  return context.getImageData(0, 0, SIZE, SIZE).data.some((value) => value > 0);
}
