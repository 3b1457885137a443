// A blur for canvases whose `filter` does nothing (WebKit's): three boxes in each direction, which come as near to a Gaussian
// as the eye can tell (SVG 1.1 draws `feGaussianBlur` so).

/** Whether a context's `filter` blurs: a property that is there proves nothing. */
export function canFilter() {
  const [from, to] = [0, 1].map(() => new OffscreenCanvas(16, 16).getContext("2d", { willReadFrequently: true }));
  from.fillRect(6, 6, 4, 4);
  to.filter = "blur(2px)";
  to.drawImage(from.canvas, 0, 0);
  return to.getImageData(4, 8, 1, 1).data[3] > 0;
}

/** Blurs all that is on the canvas of `context`, with a standard deviation in its pixels. */
export function blur(context, deviation) {
  const { width, height } = context.canvas;
  const image = context.getImageData(0, 0, width, height);
  const { data } = image;
  const alpha = new Float32Array(width * height);
  for (let i = 0; i < alpha.length; i++) alpha[i] = data[4 * i + 3];
  const blurredAlpha = blurred(alpha.slice(), width, height, deviation);
  for (let channel = 0; channel < 3; channel++) {
    const plane = new Float32Array(width * height); // weighed by alpha: what is transparent has no colour to give
    for (let i = 0; i < plane.length; i++) plane[i] = data[4 * i + channel] * alpha[i];
    blurred(plane, width, height, deviation);
    for (let i = 0; i < plane.length; i++) data[4 * i + channel] = blurredAlpha[i] > 0.5 ? plane[i] / blurredAlpha[i] : 0;
  }
  for (let i = 0; i < alpha.length; i++) data[4 * i + 3] = blurredAlpha[i];
  context.putImageData(image, 0, 0);
}

function blurred(plane, width, height, deviation) {
  const line = new Float32Array(Math.max(width, height));
  for (const radius of radii(deviation)) {
    for (let y = 0; y < height; y++) average(plane, line, y * width, 1, width, radius);
    for (let x = 0; x < width; x++) average(plane, line, x, width, height, radius);
  }
  return plane;
}

/** The radii of three boxes whose variances (w² - 1) / 12 add up to that of the Gaussian, as near as whole pixels can. */
function radii(deviation) {
  const wanted = 12 * deviation ** 2;
  const small = Math.floor((Math.sqrt(wanted / 3 + 1) - 1) / 2);
  const [less, more] = [small, small + 1].map((radius) => (2 * radius + 1) ** 2 - 1);
  const larger = Math.max(0, Math.min(3, Math.round((wanted - 3 * less) / (more - less))));
  return [0, 1, 2].map((i) => (i < larger ? small + 1 : small)).filter((radius) => radius > 0);
}

/** Each of `count` values of `plane`, from `start` by `step`, becomes the mean of those up to `radius` from it; outside is 0. */
function average(plane, line, start, step, count, radius) {
  for (let i = 0; i < count; i++) line[i] = plane[start + i * step];
  const share = 1 / (2 * radius + 1);
  let sum = 0;
  for (let i = 0; i < Math.min(radius, count); i++) sum += line[i];
  for (let i = 0; i < count; i++) {
    if (i + radius < count) sum += line[i + radius];
    if (i > radius) sum -= line[i - radius - 1];
    plane[start + i * step] = sum * share;
  }
}
