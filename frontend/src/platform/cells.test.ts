import { expect, test } from "vitest";
import { cellsOf, MAX_CELLS } from "./cells.ts";
import { instance } from "./samples.ts";

test("a cell is filled for each slot that works, and was filled for each that worked just before", () => {
  expect(cellsOf(instance({ slots: 4, running: 1, peak: 3 }))).toEqual(["busy", "passed", "passed", "free"]);
});

test("free slots of an instance that drains ask for nothing", () => {
  expect(cellsOf(instance({ slots: 3, running: 1, peak: 1, draining: true }))).toEqual(["busy", "closed", "closed"]);
});

test("of many slots a cell stands for several, and one that works is always seen", () => {
  const cells = cellsOf(instance({ slots: 1000, running: 1, peak: 500 }));
  expect(cells).toHaveLength(MAX_CELLS);
  expect(cells.filter((each) => each === "busy")).toHaveLength(1);
  expect(cells.filter((each) => each === "passed")).toHaveLength(MAX_CELLS / 2 - 1);
});
