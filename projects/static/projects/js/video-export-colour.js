// From the colours of a canvas to those of a video: BT.709 in limited range, one pair of colour differences for four pixels.
// Left to itself, a browser makes full range of it, which some players show washed out.

export const COLOUR_SPACE = { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: false };

// ITU-R BT.709-6, items 3.2 to 3.4: in parts of 2^16, and half a part more to round.
const Y = [11966, 40254, 4064, 16.5 * 2 ** 16];
const CB = [-6596, -22189, 28785, 128.5 * 2 ** 18]; // of the sum of four pixels
const CR = [28785, -26145, -2640, 128.5 * 2 ** 18];

/** `rgba`: four bytes a pixel; width and height are even. Returns planes as VideoFrame's I420 has them. */
export function i420(rgba, width, height) {
  const planes = new Uint8Array(width * height * 1.5);
  let cb = width * height;
  let cr = cb * 1.25;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let corner = 0; corner < 4; corner++) {
        const at = (y + (corner >> 1)) * width + x + (corner & 1);
        const red = rgba[4 * at];
        const green = rgba[4 * at + 1];
        const blue = rgba[4 * at + 2];
        planes[at] = (Y[0] * red + Y[1] * green + Y[2] * blue + Y[3]) >> 16;
        r += red;
        g += green;
        b += blue;
      }
      planes[cb++] = (CB[0] * r + CB[1] * g + CB[2] * b + CB[3]) >> 18;
      planes[cr++] = (CR[0] * r + CR[1] * g + CR[2] * b + CR[3]) >> 18;
    }
  }
  return planes;
}
