// What was worked out once for a text or an outline is not worked out again in every frame. The key says all that the
// answer depends on, so that remembering can never change a picture.

const ENOUGH = 500;

export function remembering(make) {
  const answers = new Map();
  return (...given) => {
    const key = JSON.stringify(given);
    if (!answers.has(key)) {
      if (answers.size >= ENOUGH) answers.clear();
      answers.set(key, make(...given));
    }
    return answers.get(key);
  };
}
