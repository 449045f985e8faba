import { beforeEach, expect, test } from "vitest";
import { forgetKey, keyFor } from "./keys.ts";

const FOUR = { serviceId: 7, score: 4 };

beforeEach(() => sessionStorage.clear());

test("the same wish keeps its key, also when the page is loaded anew", () => {
  expect(keyFor("rate/7", { ...FOUR })).toBe(keyFor("rate/7", { ...FOUR }));
});

test("another content, another wish and the next time have keys of their own", () => {
  const keys = [keyFor("rate/7", FOUR), keyFor("rate/8", FOUR), keyFor("rate/7", { ...FOUR, score: 5 })];
  forgetKey("rate/8");
  keys.push(keyFor("rate/8", FOUR));
  expect(new Set(keys).size).toBe(4);
});

test("a key has as many characters as the platform wants of a client without credentials", () => {
  expect(keyFor("rate/7", FOUR)).toMatch(/^[0-9a-f]{32}$/);
});
