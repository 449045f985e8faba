import { expect, test } from "vitest";
import { after, HISTORY_SECONDS, rateOf, type View } from "./model.ts";
import type { Picture } from "./picture.ts";
import { instance, picture, proxy, queue, service } from "./samples.ts";

/** What is shown after these pictures, one a second. */
function shown(...pictures: readonly Picture[]): View {
  let view: View | undefined;
  pictures.forEach((each, i) => {
    view = after(view, each, i * 1000);
  });
  if (!view) throw new Error("at least one picture");
  return view;
}

test("the first picture has no past: nothing moves and nobody has come", () => {
  const view = shown(picture({ proxies: [proxy({ ended: { "answered-2xx": 900 } })], services: [service()] }));
  expect(view.points).toEqual([]);
  expect(view.news).toEqual([]);
  expect(view.flows.stored.size).toBe(0);
});

test("what moved is what counts have risen by", () => {
  const at = (stored: number, started: number, ended: number) =>
    picture({
      proxies: [proxy({ ended: { "answered-2xx": ended } })],
      services: [service({ queue: queue({ stored }), instances: [instance({ started })] })],
    });
  const { flows } = shown(at(100, 50, 70), at(107, 55, 74));
  expect(flows.stored.get("echo-service")).toBe(7);
  expect(flows.pulled.get("e1-0000000a")).toBe(5);
  expect(flows.ended.get("p1-00000001")).toBe(4);
});

test("who has just come, or counts from nothing again, has moved nothing", () => {
  const before = picture({ services: [service({ queue: queue({ stored: 100 }) })] });
  const now = picture({
    proxies: [proxy({ ended: { "answered-2xx": 500 } })],
    services: [service({ queue: queue({ stored: 3 }), instances: [instance({ started: 40 })] })],
  });
  const { flows, points } = shown(before, now);
  expect(flows.stored.get("echo-service")).toBe(0);
  expect(flows.pulled.get("e1-0000000a")).toBe(0);
  expect(points.at(-1)?.ends.answered).toBe(0);
});

test("after an interruption rates are those of the time that it took", () => {
  const at = (ended: number) => picture({ proxies: [proxy({ ended: { "answered-2xx": ended } })] });
  const view = after(after(undefined, at(0), 0), at(100), 20_000);
  expect(view.points.at(-1)?.ends.answered).toBe(5);
  expect(rateOf(view, "ended", "p1-00000001")).toBe(5);
  expect(rateOf(view, "ended", "who is that?")).toBe(0);
});

test("outcomes are told apart as a client would: answered, refused, failed", () => {
  const ended = {
    "answered-2xx": 5,
    "answered-4xx": 1,
    "answered-5xx": 1,
    overloaded: 3,
    "outcome-unknown": 2,
    new: 1,
  };
  const { points } = shown(picture({ proxies: [proxy()] }), picture({ proxies: [proxy({ ended })] }));
  expect(points.at(-1)?.ends).toEqual({ answered: 6, refused: 3, failed: 4 });
});

test("percentiles are those of all proxies and of the last ten seconds", () => {
  const at = (quick: number, slow: number) =>
    picture({
      proxies: [proxy({ took: [quick, 0, 0, 0, 0] }), proxy({ id: "p2-00000002", took: [0, 0, 0, slow, 0] })],
    });
  const pictures = [at(0, 0), at(98, 2), ...Array.from({ length: 12 }, () => at(98, 2))];
  const { points } = shown(...pictures);
  expect(points[0]?.p50).toBeLessThan(1);
  expect(points[0]?.p99).toBeGreaterThan(100);
  expect(points[5]?.p99).toBe(points[0]?.p99);
  expect(points.at(-1)?.p99).toBeUndefined();
});

test("waiting is the sum of all queues, and the oldest that of the oldest", () => {
  const services = [
    service({ queue: queue({ waiting: 3, oldestMs: 200 }) }),
    service({ name: "other", queue: queue({ waiting: 4, oldestMs: 900 }) }),
    service({ name: "without", queue: null }),
  ];
  const { points } = shown(picture(), picture({ services }));
  expect(points.at(-1)).toMatchObject({ waiting: 7, oldestMs: 900 });
});

test("who comes, drains and goes is told, the newest first", () => {
  const here = (draining: boolean) => picture({ services: [service({ instances: [instance({ draining })] })] });
  const { news } = shown(picture(), here(false), here(true), here(true), picture({ services: [service()] }));
  expect(news.map(({ what, name }) => `${name} ${what}`)).toEqual(["e1 gone", "e1 drains", "e1 came"]);
  expect(new Set(news.map(({ key }) => key)).size).toBe(3);
});

test("a proxy that has lost NATS hears nobody, and says of nobody that he has gone", () => {
  const all = picture({ services: [service({ instances: [instance()] })] });
  const lost = picture({ nats: { connected: false, queuesAgeMs: 4_000 } });
  expect(shown(all, lost, lost, all).news).toEqual([]);
});

test("the charts forget what is older than they show", () => {
  const { points } = shown(...Array.from({ length: HISTORY_SECONDS + 50 }, () => picture()));
  expect(points.length).toBeLessThanOrEqual(HISTORY_SECONDS + 1);
  expect(points[0]?.at).toBeGreaterThanOrEqual(49_000);
});
