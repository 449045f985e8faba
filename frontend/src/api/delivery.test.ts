import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deliver, type Progress, type Result } from "./delivery.ts";
import { ProblemError } from "./problem.ts";

const KEY = "0123456789abcdef";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const json = { "content-type": "application/json" };

function answered(status: number, headers: Record<string, string> = {}): Result<string> {
  return { data: "made", response: new Response("{}", { status, headers: { ...json, ...headers } }) };
}

function refused(status: number, token: string, headers: Record<string, string> = {}): Result<string> {
  const error = { type: `urn:pullway:problem:${token}`, title: token, status };
  return { error, response: new Response(JSON.stringify(error), { status, headers }) };
}

const cut = () => Promise.reject(new TypeError("Failed to fetch"));

/** Lets the tries have these ends, one after the other, while time flies. */
async function delivering(ends: (() => Promise<Result<string>> | Result<string>)[], key: string | null = KEY) {
  const sent: Record<string, string>[] = [];
  const told: Progress["kind"][] = [];
  const delivery = deliver(
    async (headers) => {
      sent.push(headers);
      const end = ends[sent.length - 1] ?? ends.at(-1);
      return (end as () => Result<string>)();
    },
    key ?? undefined,
    (progress) => told.push(progress.kind),
  ).catch((thrown: unknown) => thrown);
  await vi.runAllTimersAsync();
  return { sent, told, end: await delivery };
}

test("what is answered is sent once", async () => {
  const { sent, told, end } = await delivering([() => answered(201, { etag: '"1"' })]);
  expect(end).toEqual({ data: "made", etag: '"1"' });
  expect(sent).toEqual([{ "Idempotency-Key": KEY, Prefer: "wait=10" }]);
  expect(told).toEqual(["sending"]);
});

test("a cut line is tried again with the same key until it answers", async () => {
  const { sent, told, end } = await delivering([cut, cut, () => answered(201)]);
  expect(end).toMatchObject({ data: "made" });
  expect(sent.map((headers) => headers["Idempotency-Key"])).toEqual([KEY, KEY, KEY]);
  expect(told).toEqual(["sending", "checking", "checking"]);
});

test("when the network comes back it is sent at once", async () => {
  let tries = 0;
  const delivery = deliver(
    () => (++tries === 1 ? cut() : Promise.resolve(answered(201))),
    KEY,
    () => {},
  );
  await vi.advanceTimersByTimeAsync(0);
  dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect(await delivery).toMatchObject({ data: "made" });
});

test("refused it waits as long as the platform says", async () => {
  const begin = Date.now();
  const { told, end } = await delivering([
    () => refused(503, "overloaded", { "retry-after": "7" }),
    () => answered(201),
  ]);
  expect(end).toMatchObject({ data: "made" });
  expect(told).toEqual(["sending", "refused", "sending"]);
  expect(Date.now() - begin).toBeGreaterThanOrEqual(7_000);
});

test("refused time and again it asks its sender", async () => {
  const { sent, end } = await delivering([() => refused(503, "no-instance", { "retry-after": "1" })]);
  expect(sent).toHaveLength(6);
  expect((end as ProblemError).problem.token).toBe("no-instance");
});

test("what still runs is asked for by its status resource, which is followed to the answer", async () => {
  const place = "/api/-/requests/ratings/0199a5";
  const read = vi
    .spyOn(globalThis, "fetch")
    .mockResolvedValueOnce(new Response("{}", { status: 202, headers: { "retry-after": "1" } }))
    .mockRejectedValueOnce(new TypeError("Failed to fetch"))
    .mockResolvedValueOnce(new Response('{"id":5}', { status: 201, headers: { etag: '"1"' } }));
  const { sent, end } = await delivering([
    () => refused(409, "still-running", { "retry-after": "2" }),
    () => answered(202, { location: place }),
  ]);
  expect(sent.map((headers) => headers.Prefer)).toEqual(["wait=10", "respond-async"]);
  expect(sent.map((headers) => headers["Idempotency-Key"])).toEqual([KEY, KEY]);
  expect(read).toHaveBeenCalledTimes(3);
  expect(end).toEqual({ data: { id: 5 }, etag: '"1"' });
});

test("an asynchronous answer that is a problem is told as one", async () => {
  const problem = { type: "urn:pullway:problem:gave-up", status: 500 };
  vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(JSON.stringify(problem), { status: 500 }));
  const { end } = await delivering([
    () => refused(504, "outcome-unknown"),
    () => answered(202, { location: "/api/-/requests/ratings/1" }),
  ]);
  expect((end as ProblemError).problem.token).toBe("gave-up");
});

test("what a gateway says in the place of the status resource is not the answer", async () => {
  vi.spyOn(globalThis, "fetch")
    .mockResolvedValueOnce(new Response(null, { status: 504 }))
    .mockResolvedValueOnce(new Response("<html>Bad Gateway</html>", { status: 502 }))
    .mockResolvedValueOnce(new Response('{"id":5}', { status: 201 }));
  const { end } = await delivering([() => answered(202, { location: "/api/-/requests/ratings/1" })]);
  expect(end).toEqual({ data: { id: 5 }, etag: null });
});

test("an answer that never comes is told as an unknown outcome, not as a lost connection", async () => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("{}", { status: 202 }));
  const { end } = await delivering([() => answered(202, { location: "/api/-/requests/ratings/1" })]);
  expect((end as ProblemError).problem.token).toBe("outcome-unknown");
});

test("an answer without JSON is a problem by its status", async () => {
  vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response("<html>", { status: 500 }));
  const { end } = await delivering([() => answered(202, { location: "/api/-/requests/ratings/1" })]);
  expect((end as ProblemError).problem.token).toBe("status-500");
});

test("a final unknown outcome is told at once: asking again would change nothing", async () => {
  const { sent, end } = await delivering([() => refused(502, "outcome-unknown")]);
  expect(sent).toHaveLength(1);
  expect(end).toBeInstanceOf(ProblemError);
});

test("a withdrawal whose answer was lost finds nothing more and has succeeded", async () => {
  const { sent, end } = await delivering([cut, () => refused(404, "no-such-resource")], null);
  expect(sent[0]).not.toHaveProperty("Idempotency-Key");
  expect(end).toEqual({ data: undefined, etag: null });
});

test("what was not there from the beginning is told", async () => {
  const { end } = await delivering([() => refused(404, "x")], null);
  expect((end as ProblemError).problem.status).toBe(404);
});

test("who cancels during a pause is not sent again, not even when the network comes back", async () => {
  const leaving = new AbortController();
  const attempt = vi.fn(cut);
  const delivery = deliver(attempt, KEY, () => {}, leaving.signal).catch((thrown: unknown) => thrown);
  await vi.advanceTimersByTimeAsync(100);
  leaving.abort();
  dispatchEvent(new Event("online"));
  await vi.runAllTimersAsync();
  expect(await delivery).toBeInstanceOf(DOMException);
  expect(attempt).toHaveBeenCalledTimes(1);
});

test("who cancels is not sent again", async () => {
  const leaving = new AbortController();
  let tries = 0;
  const delivery = deliver(
    () => {
      tries++;
      return cut();
    },
    KEY,
    () => leaving.abort(),
    leaving.signal,
  ).catch((thrown: unknown) => thrown);
  await vi.runAllTimersAsync();
  expect(await delivery).toBeInstanceOf(DOMException);
  expect(tries).toBe(1);
});
