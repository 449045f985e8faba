import { useEffect, useRef, useState } from "preact/hooks";
import { coalesced } from "./coalesced.ts";
import { type LiveState, listen } from "./listen.ts";

/** However many ratings come, what they changed is read with this pause between: a bounded cost for this page and the platform. */
const PAUSE_MILLIS = 1_000;

/**
 * Tells `refresh` which services have other ratings by now: numbers of services, `all` after a gap. It answers when what
 * it reads is there, and is not asked again before.
 *
 * @param topic `ratings`, or `ratings/7`
 */
export function useLive(
  topic: string,
  refresh: (services: ReadonlySet<number> | "all") => Promise<unknown>,
): LiveState {
  const [state, setState] = useState<LiveState>("connecting");
  const latest = useRef(refresh);
  latest.current = refresh;
  useEffect(() => {
    let changed = new Set<number>();
    let all = false;
    const task = coalesced(() => {
      const told = all ? "all" : changed;
      changed = new Set();
      all = false;
      return latest.current(told);
    }, PAUSE_MILLIS);
    const stop = listen(topic, {
      heard(serviceId) {
        changed.add(serviceId);
        task.ask();
      },
      missed() {
        all = true;
        task.ask();
      },
      tell: setState,
    });
    return () => {
      stop();
      task.stop();
    };
  }, [topic]);
  return state;
}
