import { expect, test } from "vitest";
import { readFilters, writeFilters } from "../services/filters.ts";
import { address, idIn, wholeNumber } from "./address.ts";

const read = (url: string) => readFilters(Object.fromEntries(new URL(url, "http://localhost").searchParams));

test("filters come back from the address that they made", () => {
  const filters = { q: "größe & more?", sort: "-createdAt", least: 4 } as const;
  expect(read(address("/ui", writeFilters(filters)))).toEqual(filters);
});

test("what is a default does not stand in the address", () => {
  expect(address("/ui", writeFilters({ q: "", sort: "name", least: 0 }))).toBe("/ui");
});

test("nonsense in an address is as if it were not there", () => {
  expect(read("/ui?sort=drop&least=99")).toEqual({ q: "", sort: "name", least: 0 });
  expect(read(`/ui?q=${"x".repeat(500)}`).q).toHaveLength(100);
});

test.each([undefined, "", "0", "-1", "1.5", "1e3", "abc", "9".repeat(16)])("%s is no number of a thing", (text) =>
  expect(idIn(text)).toBeUndefined(),
);

test("numbers have bounds", () => {
  expect(wholeNumber("5", 1, 5)).toBe(5);
  expect(wholeNumber("6", 1, 5)).toBeUndefined();
});
