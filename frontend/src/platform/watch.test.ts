import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { picture } from "./samples.ts";
import { type Refusal, type Watched, watch } from "./watch.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

Object.assign(globalThis, { EventSource: { CONNECTING: 0, OPEN: 1, CLOSED: 2 } });

/** A stream of events in the hands of the test. */
class Stream {
  onmessage?: (told: { data: string }) => void;
  onerror?: () => void;
  readyState: number = EventSource.CONNECTING;
  close() {
    this.readyState = EventSource.CLOSED;
  }
}

/** @param why a stream is refused that ends */
function watching(why: Refusal | "lost" = "lost") {
  const streams: Stream[] = [];
  let watched: Watched = { view: undefined, state: "connecting" };
  const stop = watch(
    (by) => {
      watched = by(watched);
    },
    () => {
      const stream = new Stream();
      streams.push(stream);
      return stream as unknown as EventSource;
    },
    () => Promise.resolve(why),
  );
  return {
    streams,
    stop,
    now: () => watched,
    told: () => streams.at(-1)?.onmessage?.({ data: JSON.stringify(picture()) }),
    breaks: () => streams.at(-1)?.onerror?.(),
    async isRefused() {
      streams.at(-1)?.close();
      streams.at(-1)?.onerror?.();
      await Promise.resolve();
      await vi.advanceTimersByTimeAsync(10_000);
    },
  };
}

test("an interruption is told, and what was seen last is kept until the next picture", () => {
  const { told, breaks, now, streams } = watching();
  told();
  expect(now().state).toBe("live");
  breaks();
  expect(now()).toMatchObject({ state: "lost", view: { picture: { version: 1 } } });
  told();
  expect(now()).toMatchObject({ state: "live", view: { beat: 1 } });
  expect(streams).toHaveLength(1);
});

test.each(["unauthorized", "forbidden", "absent"] as const)(
  "who may not look is told why, and does not ask again: %s",
  async (why) => {
    const { isRefused, now, streams } = watching(why);
    await isRefused();
    expect(now()).toEqual({ view: undefined, state: why });
    expect(streams).toHaveLength(1);
  },
);

test.each(["busy", "lost"] as const)("what may change is tried again: %s", async (why) => {
  const { isRefused, now, streams, told } = watching(why);
  await isRefused();
  expect(now().state).toBe(why);
  expect(streams).toHaveLength(2);
  told();
  expect(now().state).toBe("live");
});

test("who has gone opens nothing any more", async () => {
  const { isRefused, stop, streams } = watching();
  stop();
  await isRefused();
  expect(streams).toHaveLength(1);
  expect(streams[0]?.readyState).toBe(EventSource.CLOSED);
});
