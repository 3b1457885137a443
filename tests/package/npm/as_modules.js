// Prints React as ES modules for a browser, by their addresses in the page's import map: npm has it for require() alone.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";

const FILES = {
  react: "react/cjs/react.production.js",
  scheduler: "scheduler/cjs/scheduler.production.js",
  "react-dom": "react-dom/cjs/react-dom.production.js",
  "react-dom/client": "react-dom/cjs/react-dom-client.production.js",
};
const [addresses] = process.argv.slice(2);
const names = (name) => Object.keys(createRequire(import.meta.url)(name)).filter((each) => !each.startsWith("_"));
const sources = Object.entries(FILES).map(
  ([name, file]) => `${JSON.stringify(name)}: (exports, require) => {${readFileSync(`node_modules/${file}`, "utf8")}}`,
);
const LOADER = `const sources = {${sources.join(",\n")}};
const loaded = globalThis.loaded ??= {};
function require(name) {
  if (!(name in loaded)) sources[name](loaded[name] = {}, require);
  return loaded[name];
}
const process = {env: {NODE_ENV: "production"}};`;

const modules = Object.entries(JSON.parse(addresses)).map(([name, address]) => [
  address,
  `${LOADER}\nexport const {${names(name).join(", ")}} = require(${JSON.stringify(name)});`,
]);
console.log(JSON.stringify(Object.fromEntries(modules)));
