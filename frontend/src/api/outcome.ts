import type { Problem } from "./problem.ts";

/** What is to be done next about a problem: the one place that knows docs/outcomes.md. */
export type NextStep =
  /** It was not carried out, and may be sent again after these seconds. */
  | { readonly kind: "again"; readonly afterSeconds: number }
  /** It may have been carried out: the same key, sent again, gets to know. */
  | { readonly kind: "ask" }
  /** It was carried out, or may have been; nobody will ever tell more. */
  | { readonly kind: "look" }
  | { readonly kind: "sign-in" }
  /** There is another version by now. */
  | { readonly kind: "reload" }
  /** What was sent is not good. */
  | { readonly kind: "mend" }
  /** Sending it again would change nothing. */
  | { readonly kind: "none" };

const SECONDS_WITHOUT_A_WORD = 2;

export function nextStep({ token, status, retryAfterSeconds }: Problem): NextStep {
  const again: NextStep = { kind: "again", afterSeconds: retryAfterSeconds ?? SECONDS_WITHOUT_A_WORD };
  switch (token) {
    case "unreachable":
    case "still-running":
      return { kind: "ask" };
    case "outcome-unknown":
      // 504: no answer in time, one may come. 502 is final: who ran it died.
      return { kind: status === 504 ? "ask" : "look" };
    case "answer-too-large":
    case "bad-answer":
    case "gave-up":
      return { kind: "look" };
    case "rate-limited":
    case "not-accepted":
    case "no-instance":
    case "overloaded":
    case "not-started":
      return again;
    case "session-ended":
    case "unauthorized":
      return { kind: "sign-in" };
    case "invalid-input":
    case "body-too-large":
      return { kind: "mend" };
  }
  switch (status) {
    case 401:
      return { kind: "sign-in" };
    case 400:
    case 422:
      return { kind: "mend" };
    case 412:
      return { kind: "reload" };
    case 429:
    case 503:
      return again;
    // A gateway that reached no proxy in time, or lost it.
    case 502:
    case 504:
      return { kind: "ask" };
    default:
      return { kind: "none" };
  }
}
