// Prints what the validators of AsyncAPI and OpenAPI find in the schemas of a folder: nothing, if they are well.
import {readFileSync} from "node:fs";

import SwaggerParser from "@apidevtools/swagger-parser";
import {Parser} from "@asyncapi/parser";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [folder] = process.argv.slice(2);
const ERROR_OR_WARNING = 1;

const {diagnostics} = await new Parser().parse(readFileSync(`${folder}/asyncapi.json`, "utf8"));
for (const {severity, message, path} of diagnostics) {
  if (severity <= ERROR_OR_WARNING) console.log("AsyncAPI:", path.join("."), message);
}
await SwaggerParser.validate(`${folder}/openapi.json`).catch((error) => console.log("OpenAPI:", error.message));
try {
  addFormats(new Ajv()).compile(JSON.parse(readFileSync(`${folder}/frames.schema.json`, "utf8")));
} catch (error) {
  console.log("JSON Schema:", error.message);
}
