import { QueryClient } from "@tanstack/preact-query";
import { nextStep } from "./outcome.ts";
import { problemIn } from "./problem.ts";

const TRIES = 3;

/** Reads may be sent again whatever became of them; what says more than "not now" is not. */
function isWorthAnotherTry(failures: number, thrown: Error): boolean {
  const { kind } = nextStep(problemIn(thrown));
  return failures < TRIES && (kind === "again" || kind === "ask");
}

function pauseMillis(failures: number, thrown: Error): number {
  return (problemIn(thrown).retryAfterSeconds ?? 2 ** failures) * 1000;
}

/**
 * What was read from the API, kept while it is shown and five minutes longer. Nothing is read again by itself but what
 * events say has changed, and what is older than half a minute when it is shown anew.
 */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: isWorthAnotherTry, retryDelay: pauseMillis, refetchOnWindowFocus: false },
  },
});
