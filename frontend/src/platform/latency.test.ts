import { expect, test } from "vitest";
import { percentile, together } from "./latency.ts";
import { BOUNDS_MS } from "./samples.ts";

test("without requests there is no percentile", () => {
  expect(percentile([0, 0, 0, 0, 0], BOUNDS_MS, 0.5)).toBeUndefined();
  expect(percentile([], BOUNDS_MS, 0.5)).toBeUndefined();
});

test("within a bucket times are taken to rise evenly", () => {
  expect(percentile([0, 10, 0, 0, 0], BOUNDS_MS, 0.5)).toBeCloseTo(5.5);
  expect(percentile([10, 0, 0, 0, 0], BOUNDS_MS, 1)).toBe(1);
});

test("a percentile lies where so many requests are below it", () => {
  expect(percentile([90, 0, 0, 10, 0], BOUNDS_MS, 0.9)).toBe(1);
  expect(percentile([90, 0, 0, 10, 0], BOUNDS_MS, 0.95)).toBeCloseTo(550);
});

test("what took longer than all bounds counts as the last", () => {
  expect(percentile([0, 0, 0, 0, 3], BOUNDS_MS, 0.5)).toBe(1000);
});

test("several are counted together", () => {
  expect(
    together([
      [1, 2],
      [3, 4, 5],
    ]),
  ).toEqual([4, 6, 5]);
  expect(together([])).toEqual([]);
});
