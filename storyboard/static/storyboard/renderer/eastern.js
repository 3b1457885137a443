// Chinese, Japanese, Korean and emoji: a video names only those typefaces that it needs.
const FACES = {
  jp: "Noto Sans JP Variable",
  kr: "Noto Sans KR Variable",
  sc: "Noto Sans SC Variable",
  tc: "Noto Sans TC Variable",
  emoji: "Noto Color Emoji",
};
// Frequent characters that are written so neither on the mainland nor in Japan today.
export const TRADITIONAL = "這們說對來國會學為從點當應麼與實發經體樣關歡數變總兒氣讓聽灣區號傳單醫藝價轉邊專團續讀將處隨驗雙兩顯萬裡沒";

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HANGUL = /\p{Script=Hangul}/u;
const EASTERN = /[\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{20000}-\u{3ffff}]/u;
const TRADITIONAL_CHINESE = new RegExp(`[\u3105-\u312f${TRADITIONAL}]`);
const LETTERS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const SIGNS = /[“”‘’…—]/;
const EMOJI = /[\ufe0f\u20e3\p{Emoji_Presentation}]/u;

/** Of a text: a code and the family of each typeface, and whether it is in colours. The three languages draw the characters that they share in three ways. */
export function easternFaces(text) {
  const codes = [];
  if (KANA.test(text)) codes.push("jp");
  else if (TRADITIONAL_CHINESE.test(text)) codes.push("tc");
  else if (EASTERN.test(text) && !HANGUL.test(text)) codes.push("sc");
  if (HANGUL.test(text)) codes.push("kr");
  if (EMOJI.test(text)) codes.push("emoji");
  return codes.map((code) => ({ code, family: FACES[code], isColoured: code === "emoji" }));
}

/** The one of these faces that a text has its quotes, dots and dashes from, not from Inter: most words are of the east, each character counts as one. */
export function faceOfSigns(text, faces) {
  if (!SIGNS.test(text)) return undefined;
  const others = text.replace(LETTERS, " ").match(/\p{L}+/gu) ?? [];
  if ((text.match(LETTERS) ?? []).length <= others.length) return undefined;
  const isKorean = HANGUL.test(text) || faces[0]?.code === "kr";
  return faces.find(({ code }) => (code === "kr") === isKorean);
}
