import type { Instance, Picture, ProxyState, Service } from "./picture.ts";

/** Pictures for tests, each with what is not said otherwise as it would be on an idle platform. */
export const BOUNDS_MS = [1, 10, 100, 1000];

export function picture(change: Partial<Picture> = {}): Picture {
  return {
    version: 1,
    time: "2026-11-21T20:00:00Z",
    toldBy: "p1-00000001",
    nats: { connected: true, queuesAgeMs: 0 },
    bucketsMs: BOUNDS_MS,
    proxies: [],
    services: [],
    instancesLeftOut: 0,
    deadLetters: 0,
    tryPath: null,
    ...change,
  };
}

export function proxy(change: Partial<ProxyState> = {}): ProxyState {
  return { id: "p1-00000001", draining: false, inFlight: 0, ended: {}, took: [0, 0, 0, 0, 0], ...change };
}

export function service(change: Partial<Service> = {}): Service {
  return {
    name: "echo-service",
    resources: ["echo"],
    queue: queue(),
    answers: 0,
    events: null,
    instances: [],
    ...change,
  };
}

export function queue(change: { stored?: number; waiting?: number; oldestMs?: number } = {}): Service["queue"] {
  return {
    stored: change.stored ?? 0,
    oldestMs: change.oldestMs ?? null,
    direct: { waiting: change.waiting ?? 0, inFlight: 0, redelivered: 0 },
    later: { waiting: 0, inFlight: 0, redelivered: 0 },
  };
}

export function instance(change: Partial<Instance> = {}): Instance {
  return {
    id: "e1-0000000a",
    name: "e1",
    draining: false,
    slots: 4,
    running: 0,
    peak: 0,
    started: 0,
    queueWaitMs: 0,
    silentMs: 0,
    ...change,
  };
}
