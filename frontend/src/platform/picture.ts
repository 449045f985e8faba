import type { components } from "../api/schema.d.ts";

type Schemas = components["schemas"];

/** The platform at one moment, as `/api/-/platform` tells it every second; see `docs/platform-view.md`. */
export type Picture = Schemas["PullwayPlatform"];
export type ProxyState = Schemas["PullwayPlatformProxy"];
export type Service = Schemas["PullwayPlatformService"];
export type Instance = Schemas["PullwayPlatformInstance"];

/** How a request ended, as far as the charts tell it apart. */
export type End = "answered" | "refused" | "failed";

/**
 * Nothing was stored, the client was told so, and sending again is safe: the answers of a platform that looks after itself.
 * Tokens of `docs/outcomes.md`.
 */
const REFUSED = new Set([
  "bad-key",
  "bad-request",
  "bad-target",
  "body-too-large",
  "cross-site",
  "forbidden",
  "headers-too-large",
  "key-reused",
  "method-not-allowed",
  "method-not-implemented",
  "no-instance",
  "no-such-request",
  "no-such-resource",
  "not-accepted",
  "not-redrivable",
  "overloaded",
  "rate-limited",
  "session-ended",
  "sign-in-failed",
  "still-running",
  "target-too-long",
  "unauthorized",
]);

/** @param token of an outcome; of one that is not known the worst is believed. Who went away got no answer to count. */
export function endOf(token: string): End | undefined {
  if (token === "client-gone") return undefined;
  if (REFUSED.has(token)) return "refused";
  if (token === "answered-5xx") return "failed";
  return /^(answered-|accepted$|pending$|streaming$)/.test(token) ? "answered" : "failed";
}

/** Every instance with its service. */
export function instancesOf(picture: Picture): { service: Service; instance: Instance }[] {
  return picture.services.flatMap((service) => service.instances.map((instance) => ({ service, instance })));
}

/** Waiting for an instance, callers and asynchronous requests together. */
export function waitingAt(service: Service): number {
  return service.queue ? service.queue.direct.waiting + service.queue.later.waiting : 0;
}

/** What a service without a stream or an instance would show is nothing to look at. */
export function isLively(service: Service): boolean {
  return service.instances.length > 0 || waitingAt(service) > 0;
}
