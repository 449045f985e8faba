import { useLayoutEffect, useRef } from "preact/hooks";
import { nextStep } from "../api/outcome.ts";
import type { Delivery } from "./use-delivery.ts";

/** Told whether what somebody sent something from has to stay, whatever is heard or read meanwhile. */
export type Hold = (holds: boolean) => void;

/** Holds while something is under way, and while it waits for its sender to sign in again: else it would be cut off or lost. */
export function useHold({ state, busy }: Delivery, hold: Hold | undefined) {
  const holds = busy || (state.kind === "failed" && nextStep(state.problem).kind === "sign-in");
  useLayoutEffect(() => {
    if (!holds) return;
    hold?.(true);
    return () => hold?.(false);
  }, [holds]);
}

/** The value as it is now, or, while it is held, as it was before that. */
export function useHeld<T>(now: T, held: boolean): T {
  const kept = useRef(now);
  if (!held) kept.current = now;
  return kept.current;
}
