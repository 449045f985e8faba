import type { Point } from "./model.ts";
import type { End } from "./picture.ts";

const PART_SECONDS = 30;

/** Half a minute of the charts. */
export interface HalfMinute {
  readonly secondsAgo: number;
  readonly ends: Readonly<Record<End, number>>;
  /** Those at its end. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  /** The most. */
  readonly waiting: number;
}

/** The last one first. @param now in milliseconds of `performance.now()` */
export function halfMinutes(points: readonly Point[], now: number): HalfMinute[] {
  const parts = new Map<number, Point[]>();
  for (const point of points) {
    const part = Math.floor((now - point.at) / (PART_SECONDS * 1000));
    parts.set(part, [...(parts.get(part) ?? []), point]);
  }
  return [...parts].sort(([one], [other]) => one - other).map(([part, within]) => summed(part, within));
}

function summed(part: number, within: readonly Point[]): HalfMinute {
  const average = (end: End) => within.reduce((sum, each) => sum + each.ends[end], 0) / within.length;
  const last = within.at(-1);
  return {
    secondsAgo: part * PART_SECONDS,
    ends: { answered: average("answered"), refused: average("refused"), failed: average("failed") },
    p50: last?.p50,
    p95: last?.p95,
    p99: last?.p99,
    waiting: Math.max(...within.map((each) => each.waiting)),
  };
}
