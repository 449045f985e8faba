// The types of the API are made of a copy of its document: is that still the document of the platform?
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
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
