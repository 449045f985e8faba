import type { Instance } from "./picture.ts";

/** What one cell of an instance shows: `passed` was filled in the second before, and is free again. */
export type Cell = "busy" | "passed" | "free" | "closed";

/** More would be too small to be seen: then a cell stands for several slots. */
export const MAX_CELLS = 64;

/** The cells of an instance, in the order in which they are drawn. Free ones of an instance that drains ask for nothing. */
export function cellsOf({ slots, running, peak, draining }: Instance): Cell[] {
  const count = Math.min(slots, MAX_CELLS);
  const shown = (of: number) => Math.min(count, Math.ceil((of * count) / Math.max(1, slots)));
  const busy = shown(running);
  const passed = Math.max(busy, shown(peak));
  return Array.from({ length: count }, (_, i) => {
    if (i < busy) return "busy";
    if (i < passed) return "passed";
    return draining ? "closed" : "free";
  });
}
