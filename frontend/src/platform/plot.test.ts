import { expect, test } from "vitest";
import { area, HEIGHT, line, linear, logarithmic, roundAbove, timeline, WIDTH } from "./plot.ts";

test("a scale ends at the next round number, and never below what it is told", () => {
  expect([0, 5, 6, 11, 21, 70, 500].map((value) => roundAbove(value, 5))).toEqual([5, 5, 10, 20, 50, 100, 500]);
});

test("a line is interrupted where there is no value", () => {
  const series = [1, undefined, 3, 4].map((value, i) => ({ at: i * 1000, value }));
  expect(line(series, timeline(3000, 3), linear(4))).toBe("M0.0 75.0M200.0 25.0L300.0 0.0");
});

test("an area goes forth above and back below", () => {
  const points = [
    { at: 0, from: 0, to: 1 },
    { at: 1000, from: 1, to: 2 },
  ];
  expect(area(points, timeline(1000, 1), linear(2))).toBe("M0.0 50.0L300.0 0.0L300.0 50.0L0.0 100.0Z");
  expect(area([], timeline(0, 1), linear(1))).toBe("");
});

test("each ten times as high is as far from the one before, and nothing leaves the drawing", () => {
  const y = logarithmic(1, 10_000);
  expect([1, 10, 100, 10_000].map(y)).toEqual([100, 75, 50, 0]);
  expect([y(0), y(0.01), y(1e9)]).toEqual([HEIGHT, HEIGHT, 0]);
  expect(timeline(1000, 1)(-5000)).toBe(0);
  expect(timeline(1000, 1)(1000)).toBe(WIDTH);
});
