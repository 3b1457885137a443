// The typefaces of a video: the same list in the preview and in every export. css/video-fonts.css has those that are shipped;
// what these lack comes from the fonts of the computer that draws.
const SHIPPED = ["Inter Variable", "Noto Sans Arabic Variable", "Noto Sans Hebrew Variable", "Noto Sans Devanagari Variable", "Noto Sans Thai Variable"];
const JAPANESE = ["Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "Meiryo"];
const CHINESE = ["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei"];
const KOREAN = ["Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic"];
const EMOJI = ["Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji"];

const families = new WeakMap();

/** As CSS and a canvas want it. Chinese, Japanese and Korean share characters that each of them draws in its own way. */
export function familyOf(storyboard) {
  if (!families.has(storyboard)) families.set(storyboard, listFor(JSON.stringify(storyboard)));
  return families.get(storyboard);
}

function listFor(text) {
  const eastern = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? JAPANESE : /\p{Script=Hangul}/u.test(text) ? KOREAN : CHINESE;
  const names = [...SHIPPED, ...eastern, ...EMOJI].map((name) => `"${name}"`);
  return [...names, "system-ui", "sans-serif"].join(", ");
}

/** Resolves when the shipped faces that the texts of a video need are there: a canvas waits for none. Rejects if one is lost. */
export async function loadFonts(storyboard) {
  const written = JSON.stringify(storyboard).normalize("NFC");
  const characters = new Set(written + written.toUpperCase()); // labels are drawn in capitals
  await document.fonts.load(`20px ${familyOf(storyboard)}`, [...characters].join(""));
}
