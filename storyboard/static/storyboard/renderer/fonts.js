// The typefaces of a video: the same list in the preview and in every export. css/video-fonts.css has the small ones, those of the
// east have a style sheet each; what all of them lack comes from the fonts of the computer that draws.
import { drawsColourFonts } from "./colour-fonts.js";
import { easternFaces, faceOfSigns } from "./eastern.js";

const SMALL = ["Inter Variable", "Noto Sans Arabic Variable", "Noto Sans Hebrew Variable", "Noto Sans Devanagari Variable", "Noto Sans Thai Variable"];
// They are in so many files of emoji that all of them would be loaded.
const JOINERS = new Set(["\u200d", "\ufe0f"]);

const HERE = import.meta.url; // said apart: a bundler would look for files at what stands within `new URL`

const typefaces = new WeakMap(); // {faces, family}
const sheets = new Map(); // promises, by code

/** As CSS and a canvas want it. */
export const familyOf = (storyboard) => typefacesOf(storyboard).family;

/** Of a text whose signs are of the east: the `code` that they are measured by, and the `family` that draws them. */
export function signsOf(storyboard, text) {
  const { faces, family } = typefacesOf(storyboard);
  const face = faceOfSigns(text, faces);
  return face && { code: face.code, family: `"${face.family}", ${family}` }; // it has no letter that Inter has
}

function typefacesOf(storyboard) {
  if (!typefaces.has(storyboard)) typefaces.set(storyboard, chooseTypefaces(JSON.stringify(storyboard)));
  return typefaces.get(storyboard);
}

function chooseTypefaces(text) {
  const faces = easternFaces(text);
  const names = [...SMALL, ...faces.map(({ family }) => family)].map((name) => `"${name}"`);
  return { faces, family: [...names, "system-ui", "sans-serif"].join(", ") };
}

/** Resolves when the shipped faces that the texts of a video need are there: a canvas waits for none. Rejects if one is lost. */
export async function loadFonts(storyboard) {
  const written = JSON.stringify(storyboard).normalize("NFC");
  const characters = new Set(written + written.toUpperCase()); // labels are drawn in capitals
  await Promise.all(easternFaces(written).map(loadSheet));
  const asked = [...characters].filter((char) => !JOINERS.has(char));
  await document.fonts.load(`20px ${familyOf(storyboard)}`, asked.join(""));
}

function loadSheet(face) {
  const { code } = face;
  const loading = sheets.get(code) ?? declare(face);
  sheets.set(code, loading);
  loading.catch(() => sheets.delete(code)); // whoever asks again, asks the network again
  return loading;
}

/** A bundle has all style sheets in it. */
const isDeclared = (wanted) => [...document.fonts].some(({ family }) => family.replaceAll('"', "") === wanted);

async function declare({ code, family, isColoured }) {
  if (isDeclared(family) || (isColoured && !(await drawsColourFonts()))) return;
  await addSheet(new URL(`../css/video-fonts-${code}.css`, HERE));
}

function addSheet(href) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => {
      link.remove();
      reject(new Error(`${href} could not be loaded.`));
    };
    document.head.append(link);
  });
}
