const QUICK = 60;
/** At the same time: over HTTP/1.1 a browser has six connections, and the slow one and the view have one each. */
const QUICK_AT_ONCE = 3;
const QUICK_DELAY_MS = 120;
const SLOW_DELAY_MS = 8_000;
const LATER = 60;
const LATER_DELAY_MS = 1_500;

/** How far the work has come that was sent. */
export interface Progress {
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  /** Of the quick ones. */
  readonly slowestMs: number;
  /** Whether the slow one is still worked on. */
  readonly slow: boolean;
  readonly done: boolean;
}

/**
 * Sends a slow request, then asynchronous ones that wait until instances have time for them, and quick ones meanwhile.
 *
 * @param path answers a GET after as many milliseconds as its `delay` says
 * @param tell how far it has come, again and again
 */
export async function sendWork(path: string, gone: AbortSignal, tell: (progress: Progress) => void): Promise<void> {
  let progress: Progress = { sent: QUICK, answered: 0, failed: 0, slowestMs: 0, slow: true, done: false };
  const change = (now: Partial<Progress>) => {
    progress = { ...progress, ...now };
    if (!gone.aborted) tell(progress);
  };
  const get = async (delay: number, headers: HeadersInit = {}) => {
    const answer = await fetch(`${path}?delay=${delay}`, { headers, signal: gone, cache: "no-store" });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${answer.status}`);
  };
  const failed = () => change({ failed: progress.failed + 1 });
  change({});
  const slow = get(SLOW_DELAY_MS)
    .catch(failed)
    .finally(() => change({ slow: false }));
  await atOnce(QUICK_AT_ONCE, LATER, () => get(LATER_DELAY_MS, { prefer: "respond-async" }).catch(failed));
  await atOnce(QUICK_AT_ONCE, QUICK, async () => {
    const begin = performance.now();
    try {
      await get(QUICK_DELAY_MS);
      const took = performance.now() - begin;
      change({ answered: progress.answered + 1, slowestMs: Math.max(progress.slowestMs, took) });
    } catch {
      failed();
    }
  });
  await slow;
  change({ done: true });
}

/** Runs the task so many times, so many of them at the same time. */
async function atOnce(width: number, times: number, task: () => Promise<unknown>): Promise<void> {
  let left = times;
  const worker = async () => {
    while (left > 0) {
      left--;
      await task();
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}
