/** A task that is asked for often and done seldom. */
export interface Coalesced {
  /** Does the task at once, or, if it is under way or has ended less than the pause ago, once at the end of the pause. */
  ask(): void;
  /** Nothing more is done. What is under way is not ended. */
  stop(): void;
}

/** @param pauseMillis from the end of the task: one that takes longer than the pause would never come to its end */
export function coalesced(task: () => Promise<unknown>, pauseMillis: number): Coalesced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let free = true;
  let asked = false;
  let stopped = false;
  const pause = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      free = true;
      if (asked) void run();
    }, pauseMillis);
  };
  const run = () => {
    asked = false;
    free = false;
    return task().finally(pause);
  };
  return {
    ask() {
      if (stopped) return;
      if (free) void run();
      else asked = true;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
