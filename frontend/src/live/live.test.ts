import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { coalesced } from "./coalesced.ts";
import { type LiveState, listen } from "./listen.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A stream of events in the hands of the test. */
class Stream extends EventTarget {
  onopen?: () => void;
  onmessage?: (told: { data: string }) => void;
  onerror?: () => void;
  readyState: number = EventSource.CONNECTING;
  constructor(readonly url: string) {
    super();
  }
  close() {
    this.readyState = EventSource.CLOSED;
  }
}

Object.assign(globalThis, { EventSource: { CONNECTING: 0, OPEN: 1, CLOSED: 2 } });

function listening() {
  const streams: Stream[] = [];
  const heard: number[] = [];
  const states: LiveState[] = [];
  const missed = vi.fn();
  const stop = listen(
    "ratings/7",
    { heard: (id) => heard.push(id), missed, tell: (state) => states.push(state) },
    (url) => {
      const stream = new Stream(url);
      streams.push(stream);
      return stream as unknown as EventSource;
    },
  );
  const latest = () => streams.at(-1) as Stream;
  return { streams, latest, heard, states, missed, stop };
}

const rating = (what: string) => JSON.stringify({ type: `io.pullway.rating.${what}`, data: { id: 1, serviceId: 7 } });

test("ratings are heard, and nothing else", () => {
  const { latest, heard } = listening();
  latest().onopen?.();
  for (const data of [
    rating("created"),
    "",
    '{"type":"io.pullway.user.created","data":{"id":1}}',
    rating("withdrawn"),
  ]) {
    latest().onmessage?.({ data });
  }
  expect(heard).toEqual([7, 7]);
  expect(latest().url).toBe("/api/-/events?topic=ratings%2F7");
});

test("a broken connection is the browser's affair, and nothing was missed", () => {
  const { latest, streams, missed, states } = listening();
  latest().onopen?.();
  missed.mockClear();
  latest().onerror?.();
  latest().onopen?.();
  vi.runAllTimers();
  expect(streams).toHaveLength(1);
  expect(missed).not.toHaveBeenCalled();
  expect(states).toEqual(["connecting", "live", "connecting", "live"]);
});

test("what was read before the first stream began may be old by then, and is read anew", () => {
  const { latest, missed } = listening();
  expect(missed).not.toHaveBeenCalled();
  latest().onopen?.();
  expect(missed).toHaveBeenCalledOnce();
});

test("a refused one is opened anew, and what is shown is read anew", () => {
  const { latest, streams, missed } = listening();
  latest().close();
  latest().onerror?.();
  vi.runAllTimers();
  expect(streams).toHaveLength(2);
  expect(missed).not.toHaveBeenCalled();
  latest().onopen?.();
  expect(missed).toHaveBeenCalledOnce();
});

test("after a gap what is shown is read anew", () => {
  const { latest, missed } = listening();
  latest().onopen?.();
  missed.mockClear();
  latest().dispatchEvent(new Event("gap"));
  expect(missed).toHaveBeenCalledOnce();
});

test("who may not listen any more does not come back, whoever is cut for another reason does", () => {
  const { latest, states } = listening();
  const cut = (reason: string) => Object.assign(new Event("cut"), { data: JSON.stringify({ reason }) });
  latest().dispatchEvent(cut("proxy-ends"));
  expect(latest().readyState).toBe(EventSource.CONNECTING);
  latest().dispatchEvent(cut("not-allowed"));
  expect(latest().readyState).toBe(EventSource.CLOSED);
  expect(states.at(-1)).toBe("refused");
});

test("who has gone hears nothing and opens nothing", () => {
  const { latest, streams, stop } = listening();
  latest().close();
  latest().onerror?.();
  stop();
  vi.runAllTimers();
  expect(streams).toHaveLength(1);
});

test("a thousand wishes are two deeds: one at once, one at the end of the pause", async () => {
  const task = vi.fn(async () => {});
  const seldom = coalesced(task, 1_000);
  for (let i = 0; i < 1_000; i++) seldom.ask();
  expect(task).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(task).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(task).toHaveBeenCalledTimes(2);
  seldom.ask();
  expect(task).toHaveBeenCalledTimes(3);
});

test("a deed that takes long comes to its end, however often it is wished for meanwhile", async () => {
  let begun = 0;
  let ended = 0;
  const long = () => {
    begun++;
    return new Promise<void>((resolve) => setTimeout(resolve, 1_600)).then(() => {
      ended++;
    });
  };
  const seldom = coalesced(long, 1_000);
  for (let i = 0; i < 52; i++) {
    seldom.ask();
    await vi.advanceTimersByTimeAsync(100);
    expect(begun - ended).toBeLessThanOrEqual(1);
  }
  expect(ended).toBe(2);
});

test("who has gone does nothing more, not even after what was under way", async () => {
  const task = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 500)));
  const seldom = coalesced(task, 1_000);
  seldom.ask();
  seldom.ask();
  seldom.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(task).toHaveBeenCalledTimes(1);
});
