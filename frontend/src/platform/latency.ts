/** Counts of requests by how long they took: one for each bound, and one more for what took longer than all. */
export type Buckets = readonly number[];

/**
 * The time within which a part of the requests was answered, in milliseconds, as far as buckets tell it: between the bounds
 * of one it is taken to rise evenly, as Prometheus does. What took longer than all bounds counts as the last one.
 *
 * @param part such as 0.95
 * @returns undefined without any request
 */
export function percentile(took: Buckets, boundsMs: readonly number[], part: number): number | undefined {
  const total = took.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const wanted = part * total;
  let before = 0;
  for (let i = 0; i < boundsMs.length; i++) {
    const count = took[i] ?? 0;
    if (count > 0 && before + count >= wanted) {
      const from = boundsMs[i - 1] ?? 0;
      return from + ((boundsMs[i] ?? from) - from) * ((wanted - before) / count);
    }
    before += count;
  }
  return boundsMs.at(-1);
}

/** The sum of several. */
export function together(all: readonly Buckets[]): number[] {
  const sum: number[] = [];
  for (const took of all) {
    for (let i = 0; i < took.length; i++) sum[i] = (sum[i] ?? 0) + (took[i] ?? 0);
  }
  return sum;
}
