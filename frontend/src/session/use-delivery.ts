import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Delivered, deliver, type Progress, type Try } from "../api/delivery.ts";
import { forgetKey, keyFor } from "../api/keys.ts";
import { nextStep } from "../api/outcome.ts";
import { type Problem, problemIn } from "../api/problem.ts";
import { queries } from "../api/queries.ts";
import { sessionQuery } from "./session.ts";

export type DeliveryState =
  | { readonly kind: "idle" }
  | Progress
  | { readonly kind: "failed"; readonly problem: Problem };

/** What is wanted: `name` tells wishes apart (`keys.ts`), `content` is what is sent. */
export interface Wish {
  readonly name: string;
  readonly content: unknown;
  /** PUT and DELETE are idempotent and need no key. */
  readonly keyed: boolean;
}

export interface Delivery {
  readonly state: DeliveryState;
  readonly busy: boolean;
  /** Sends it, unless something is under way already: a second click does nothing. Undefined where it did not succeed. */
  readonly start: <T>(wish: Wish, attempt: Try<T>) => Promise<Delivered<T> | undefined>;
  /** Ends the waiting; what was sent may have been carried out all the same. */
  readonly cancel: () => void;
}

/** One thing after the other that somebody wants to be changed, and where it stands. */
export function useDelivery(): Delivery {
  const [state, setState] = useState<DeliveryState>({ kind: "idle" });
  const running = useRef<AbortController | undefined>(undefined);

  const cancel = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setState({ kind: "idle" });
  }, []);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(async <T>(wish: Wish, attempt: Try<T>): Promise<Delivered<T> | undefined> => {
    if (running.current) return undefined;
    const mine = new AbortController();
    running.current = mine;
    try {
      const key = wish.keyed ? keyFor(wish.name, wish.content) : undefined;
      const delivered = await deliver(attempt, key, setState, mine.signal);
      forgetKey(wish.name);
      setState({ kind: "idle" });
      return delivered;
    } catch (thrown) {
      if (mine.signal.aborted) return undefined;
      // What is no problem is a defect and goes on: nobody shall wait for it.
      setState({ kind: "idle" });
      const problem = problemIn(thrown);
      const step = nextStep(problem).kind;
      // The answer is kept under the key. Only where nothing was kept, or nothing is known, is the key good for another try.
      if (step !== "again" && step !== "ask" && step !== "sign-in") forgetKey(wish.name);
      if (step === "sign-in") void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      setState({ kind: "failed", problem });
      return undefined;
    } finally {
      if (running.current === mine) running.current = undefined;
    }
  }, []);

  return { state, busy: state.kind !== "idle" && state.kind !== "failed", start, cancel };
}
