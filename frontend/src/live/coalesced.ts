/** A task that is asked for often and done seldom. */
export interface Coalesced {
  /** Does the task at once, or, if that was done less than the pause ago, once at the end of the pause. */
  ask(): void;
  stop(): void;
}

export function coalesced(task: () => void, pauseMillis: number): Coalesced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = false;
  const pause = () => {
    timer = setTimeout(() => {
      timer = undefined;
      if (asked) run();
    }, pauseMillis);
  };
  const run = () => {
    asked = false;
    pause();
    task();
  };
  return {
    ask() {
      if (timer === undefined) run();
      else asked = true;
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      asked = false;
    },
  };
}
