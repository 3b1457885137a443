// `node bundle.mjs`: what a browser needs of Remotion and of our renderer, in one folder beside this file.
import path from "node:path";
import { bundle } from "@remotion/bundler";

const here = import.meta.dirname;
await bundle({ entryPoint: path.join(here, "entry.js"), outDir: path.join(here, "bundle"), rootDir: here, enableCaching: false });
