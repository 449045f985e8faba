// The types of the API are made of a copy of its document: is that still the document of the platform? And is the document
// beside it, of what goes through NATS, what it says it is?
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import Ajv from "ajv";
import { HOME } from "./browser.js";

// What is only said to readers makes no other types.
const WORDS = ["description", "summary", "title"];
const withoutWords = (key, value) => (WORDS.includes(key) && typeof value === "string" ? undefined : value);

test("api/openapi.json is the document of the running platform (curl …/api/-/openapi, and a line feed, brings the newer one)", async () => {
  const copy = JSON.parse(await readFile(new URL("../api/openapi.json", import.meta.url), "utf8"), withoutWords);
  const answer = await fetch(`${HOME}/api/-/openapi`);
  assert.equal(answer.status, 200);
  assert.deepEqual(copy, JSON.parse(await answer.text(), withoutWords));
});

test("/api/-/asyncapi is an AsyncAPI 3.0.0 document, by the schema of the AsyncAPI Initiative", async () => {
  const file = new URL("../node_modules/@asyncapi/specs/schemas/3.0.0-without-$id.json", import.meta.url);
  // Not strict: the schema has words of its own, such as x-, which no validator has to know. Nor has ajv all formats.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const answer = await fetch(`${HOME}/api/-/asyncapi`);
  assert.equal(answer.status, 200);
  const document = await answer.json();
  ajv.validate(JSON.parse(await readFile(file, "utf8")), document);
  assert.equal(ajv.errors, null);
  assert.equal(document.channels.judgeComment.address, "{kind}.moderation.post.verdicts");
});
