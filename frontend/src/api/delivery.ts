import { nextStep } from "./outcome.ts";
import { type Problem, ProblemError, problemIn, problemOf, UNREACHABLE } from "./problem.ts";

/** Where a delivery stands, for whoever waits for it. */
export type Progress =
  | { readonly kind: "sending" }
  /** Refused, nothing was done: it is sent again when `until` (ms since 1970) has come. */
  | { readonly kind: "refused"; readonly problem: Problem; readonly until: number }
  /** Sent, and no word of what became of it: the same key asks. */
  | { readonly kind: "checking"; readonly problem: Problem };

/** One try: sends the request with these fields. openapi-fetch's methods have this form. */
export type Try<T> = (headers: Record<string, string>, signal: AbortSignal) => Promise<Result<T>>;

export interface Result<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

export interface Delivered<T> {
  /** Undefined for an answer without content. */
  readonly data: T | undefined;
  readonly etag: string | null;
}

/** How often a refused request is sent again before its sender is asked, and how long an unknown outcome is looked for. */
const REFUSALS = 5;
const LOOKED_FOR_MILLIS = 120_000;
const LONGEST_PAUSE_MILLIS = 8_000;

/**
 * Sends a request that changes something until it is known what became of it. It is carried out once however often it is
 * sent: by its `Idempotency-Key`, or, without one, because its method is idempotent.
 *
 * Refused (nothing was done): sent again when the platform says so, {@link REFUSALS} times. No answer, or one that says
 * that the outcome is unknown: sent again with the same key, which gets the answer of the first one; where that still
 * runs, the platform is asked to answer by its status resource, which is followed.
 *
 * @param key undefined for PUT and DELETE
 * @throws ProblemError what became of it, or that it cannot be found out; the key may be used again
 */
export async function deliver<T>(
  attempt: Try<T>,
  key: string | undefined,
  tell: (progress: Progress) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<Delivered<T>> {
  const lookedForUntil = Date.now() + LOOKED_FOR_MILLIS;
  let refusals = 0;
  let pause = 500;
  let unknown = false;
  let follow = false;
  tell({ kind: "sending" });
  for (;;) {
    let problem: Problem;
    try {
      // "wait": after ten seconds somebody wants to hear something. "respond-async": the answer is somewhere, tell where.
      const prefer = follow && key ? "respond-async" : "wait=10";
      const result = await attempt({ Prefer: prefer, ...(key && { "Idempotency-Key": key }) }, signal);
      if (result.response.ok) return await taken(result, signal);
      problem = problemOf(result.response, result.error);
      // A DELETE that was carried out before its answer was lost.
      if (unknown && !key && problem.status === 404) return { data: undefined, etag: null };
    } catch (thrown) {
      signal.throwIfAborted();
      problem = problemIn(thrown);
    }
    const step = nextStep(problem);
    if (step.kind === "again" && refusals < REFUSALS) {
      refusals++;
      const millis = step.afterSeconds * 1000;
      tell({ kind: "refused", problem, until: Date.now() + millis });
      await passed(millis, signal);
      tell({ kind: "sending" });
    } else if (step.kind === "ask" && Date.now() < lookedForUntil) {
      unknown = true;
      follow = problem.status !== 0;
      tell({ kind: "checking", problem });
      await passed(problem.retryAfterSeconds ? problem.retryAfterSeconds * 1000 : pause, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    } else {
      throw new ProblemError(problem);
    }
  }
}

async function taken<T>(result: Result<T>, signal: AbortSignal): Promise<Delivered<T>> {
  const place = result.response.headers.get("location");
  if (result.response.status !== 202 || !place) {
    return { data: result.data, etag: result.response.headers.get("etag") };
  }
  const { response, body } = await followed(place, signal);
  if (!response.ok) throw new ProblemError(problemOf(response, body));
  return { data: body as T | undefined, etag: response.headers.get("etag") };
}

interface Told {
  readonly response: Response;
  /** Undefined where it is no JSON: of 204, and of what a gateway says in the place of the platform. */
  readonly body: unknown;
}

/** What is told of a request that nobody looks for any longer. */
const NOT_TOLD: Problem = { ...UNREACHABLE, token: "outcome-unknown", status: 504 };

/** The answer of an asynchronous request, once it is there. Losing the connection meanwhile costs only time. */
async function followed(place: string, signal: AbortSignal): Promise<Told> {
  const end = Date.now() + LOOKED_FOR_MILLIS;
  for (;;) {
    const told = await fetch(place, { signal })
      .then(read)
      .catch(() => undefined);
    signal.throwIfAborted();
    if (told && !isOnTheWay(told)) return told;
    if (Date.now() > end) throw new ProblemError(NOT_TOLD);
    const seconds = (told && problemOf(told.response, told.body).retryAfterSeconds) ?? 1;
    await passed(seconds * 1000, signal);
  }
}

async function read(response: Response): Promise<Told> {
  const text = await response.text();
  try {
    return { response, body: JSON.parse(text) };
  } catch {
    return { response, body: undefined };
  }
}

/** Not there yet, or nobody could be asked; 502 and 504 with a type of the platform are the outcome itself. */
function isOnTheWay({ response, body }: Told): boolean {
  switch (response.status) {
    case 202:
    case 429:
    case 503:
      return true;
    case 502:
    case 504:
      return problemOf(response, body).token.startsWith("status-");
    default:
      return false;
  }
}

/** Ends earlier when the network comes back. */
function passed(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (finish: () => void) => () => {
      clearTimeout(timer);
      removeEventListener("online", online);
      signal.removeEventListener("abort", aborted);
      finish();
    };
    const online = done(resolve);
    const aborted = done(() => reject(signal.reason));
    const timer = setTimeout(online, millis);
    addEventListener("online", online);
    signal.addEventListener("abort", aborted);
  });
}
