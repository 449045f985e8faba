import { type Buckets, percentile, together } from "./latency.ts";
import { type End, endOf, instancesOf, type Picture, type ProxyState, waitingAt } from "./picture.ts";

/** For so long the charts look back, one point a second. */
export const HISTORY_SECONDS = 300;

/** Percentiles are those of so many seconds: of fewer requests they would jump. */
const LATENCY_SECONDS = 10;

const MAX_NEWS = 30;

/** One second in the charts. */
export interface Point {
  /** When it was told, in milliseconds of `performance.now()`. */
  readonly at: number;
  /** Requests a second that ended so. */
  readonly ends: Readonly<Record<End, number>>;
  /** Of the requests that ended since the point before. */
  readonly took: Buckets;
  /** Milliseconds, of the last ten seconds; undefined without a request in them. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly waiting: number;
  readonly oldestMs: number;
}

/** What moved since the picture before: so many requests went this way. */
export interface Flows {
  /** Into the queue of a service, by its name. */
  readonly stored: ReadonlyMap<string, number>;
  /** From its queue to an instance, by the id of that. */
  readonly pulled: ReadonlyMap<string, number>;
  /** Ended at a proxy, by its id: in these parts its proxies are taken to have stored. */
  readonly ended: ReadonlyMap<string, number>;
}

/** Somebody came, drains or has gone. */
export interface News {
  readonly key: number;
  readonly time: string;
  readonly what: "came" | "drains" | "gone";
  readonly kind: "proxy" | "instance";
  readonly name: string;
}

/** All that is shown. */
export interface View {
  readonly picture: Picture;
  readonly at: number;
  /** Counts pictures. */
  readonly beat: number;
  /** So long after the picture before, which is the time of `flows`; an interruption makes it long. */
  readonly seconds: number;
  readonly flows: Flows;
  readonly points: readonly Point[];
  /** The newest first. */
  readonly news: readonly News[];
}

const STILL: Flows = { stored: new Map(), pulled: new Map(), ended: new Map() };

/**
 * What is shown after one more picture.
 *
 * @param before undefined for the first one
 * @param at when it came, in milliseconds of `performance.now()`
 */
export function after(before: View | undefined, picture: Picture, at: number): View {
  if (!before) return { picture, at, beat: 0, seconds: 1, flows: STILL, points: [], news: [] };
  const seconds = Math.max(0.1, (at - before.at) / 1000);
  return {
    picture,
    at,
    beat: before.beat + 1,
    seconds,
    flows: flowsBetween(before.picture, picture),
    points: [...before.points, point(before, picture, at, seconds)].filter(
      (each) => at - each.at <= HISTORY_SECONDS * 1000,
    ),
    news: [...newsBetween(before, picture), ...before.news].slice(0, MAX_NEWS),
  };
}

/** Requests a second that went one of the ways of a view's flows. @param id of that way's end */
export function rateOf({ flows, seconds }: View, way: keyof Flows, id: string): number {
  return (flows[way].get(id) ?? 0) / seconds;
}

/** Counts rise as long as whoever counts is the same: who is new, or was started again, has counted nothing yet. */
function risen(before: number | undefined, now: number): number {
  return before === undefined || now < before ? 0 : now - before;
}

function flowsBetween(before: Picture, now: Picture): Flows {
  const stored = new Map(before.services.map((each) => [each.name, each.queue?.stored]));
  const started = new Map(instancesOf(before).map(({ instance }) => [instance.id, instance.started]));
  const ended = new Map(before.proxies.map((each) => [each.id, endedAt(each)]));
  return {
    stored: new Map(now.services.map((each) => [each.name, risen(stored.get(each.name), each.queue?.stored ?? 0)])),
    pulled: new Map(
      instancesOf(now).map(({ instance }) => [instance.id, risen(started.get(instance.id), instance.started)]),
    ),
    ended: new Map(now.proxies.map((each) => [each.id, risen(ended.get(each.id), endedAt(each))])),
  };
}

function endedAt(proxy: ProxyState): number {
  return Object.values(proxy.ended).reduce((sum, count) => sum + count, 0);
}

function point(before: View, picture: Picture, at: number, seconds: number): Point {
  const known = new Map(before.picture.proxies.map((each) => [each.id, each]));
  const ends: Record<End, number> = { answered: 0, refused: 0, failed: 0 };
  const took: number[][] = [];
  for (const proxy of picture.proxies) {
    const earlier = known.get(proxy.id);
    if (!earlier) continue;
    for (const [token, count] of Object.entries(proxy.ended)) {
      const end = endOf(token);
      if (end) ends[end] += risen(earlier.ended[token] ?? 0, count) / seconds;
    }
    took.push(proxy.took.map((count, i) => risen(earlier.took[i], count)));
  }
  const now = together(took);
  const lately = together([
    ...before.points.filter((each) => at - each.at < LATENCY_SECONDS * 1000).map((each) => each.took),
    now,
  ]);
  return {
    at,
    ends,
    took: now,
    p50: percentile(lately, picture.bucketsMs, 0.5),
    p95: percentile(lately, picture.bucketsMs, 0.95),
    p99: percentile(lately, picture.bucketsMs, 0.99),
    waiting: picture.services.reduce((sum, each) => sum + waitingAt(each), 0),
    oldestMs: Math.max(0, ...picture.services.map((each) => each.queue?.oldestMs ?? 0)),
  };
}

interface Someone {
  readonly kind: News["kind"];
  readonly name: string;
  readonly draining: boolean;
}

function everyone(picture: Picture): Map<string, Someone> {
  return new Map<string, Someone>([
    ...picture.proxies.map(
      (each) => [`proxy ${each.id}`, { kind: "proxy", name: shortName(each.id), draining: each.draining }] as const,
    ),
    ...instancesOf(picture).map(
      ({ instance }) =>
        [
          `instance ${instance.id}`,
          { kind: "instance", name: instance.name, draining: instance.draining } as const,
        ] as const,
    ),
  ]);
}

function newsBetween(before: View, now: Picture): News[] {
  // A proxy that has lost NATS hears nobody: that says nothing of them.
  if (!now.nats.connected || !before.picture.nats.connected) return [];
  const known = everyone(before.picture);
  const here = everyone(now);
  const news: Omit<News, "key">[] = [];
  const tell = (what: News["what"], { kind, name }: Someone) => news.push({ time: now.time, what, kind, name });
  for (const [id, someone] of here) {
    const earlier = known.get(id);
    if (!earlier) tell("came", someone);
    if (someone.draining && !earlier?.draining) tell("drains", someone);
  }
  for (const [id, someone] of known) {
    if (!here.has(id)) tell("gone", someone);
  }
  const newest = before.news[0]?.key ?? 0;
  return news.map((each, i) => ({ ...each, key: newest + i + 1 })).reverse();
}

/** The name of a proxy for people: its id without the part that makes it unlike all others. */
export function shortName(id: string): string {
  return id.replace(/-[0-9a-f]{8}$/, "");
}
