// Makes src/api/schema.d.ts, the types of the API, of the checked-in document of the API.
import { readFile, writeFile } from "node:fs/promises";
import openapiTypes, { astToString } from "openapi-typescript";

const DOCUMENT = new URL("../api/openapi.json", import.meta.url);
const TYPES = new URL("../src/api/schema.d.ts", import.meta.url);

// openapi-typescript 7 takes an extension among the responses for a response, and fails.
const withoutExtensions = (key, value) =>
  key === "responses"
    ? Object.fromEntries(Object.entries(value).filter(([status]) => !status.startsWith("x-")))
    : value;

const types = await openapiTypes(JSON.parse(await readFile(DOCUMENT, "utf8"), withoutExtensions));
await writeFile(TYPES, astToString(types));
