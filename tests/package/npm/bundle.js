// Writes the modules of a page's import map as a CDN would serve them: each under the path of its address, with what they share
// in pieces of its own. The packages are installed beside this script.
//   node bundle.js '{"react": "https://esm.sh/react@19.3.1", …}' FOLDER
import {mkdirSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {build} from "esbuild";

const [given, folder] = process.argv.slice(2);
const require = createRequire(import.meta.url);
// React is for require() alone: its names are asked for, since no bundler can know them.
const source = (name) => /^react(-dom)?(\/|$)/.test(name)
  ? `export {${Object.keys(require(name)).filter((each) => !each.startsWith("__")).join(", ")}} from "${name}";`
  : `export * from "${name}";`;

mkdirSync("entries", {recursive: true});
const entryPoints = Object.entries(JSON.parse(given)).map(([name, address], number) => {
  const path = `entries/${number}.js`;
  writeFileSync(path, source(name));
  return {in: path, out: new URL(address).pathname.slice(1)};
});
await build({
  entryPoints, outdir: folder, bundle: true, splitting: true, format: "esm", minify: true, logLevel: "error",
  loader: {".css": "empty"}, define: {"process.env.NODE_ENV": '"production"'},
});
