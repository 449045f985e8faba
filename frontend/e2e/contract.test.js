// The types of the API are made of a copy of its document: is that still the document of the platform?
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { HOME } from "./browser.js";

test("api/openapi.json is the document of the running platform (curl …/api/-/openapi brings the newer one)", async () => {
  const copy = JSON.parse(await readFile(new URL("../api/openapi.json", import.meta.url), "utf8"));
  const answer = await fetch(`${HOME}/api/-/openapi`);
  assert.equal(answer.status, 200);
  assert.deepEqual(copy, await answer.json());
});
