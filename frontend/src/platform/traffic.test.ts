import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { after } from "./model.ts";
import { instance, picture, proxy, queue, service } from "./samples.ts";
import { Traffic } from "./traffic.ts";

/** What tells whether the drawing is in view, in the hands of the test. */
let seen: (visible: boolean) => void;
let frame: FrameRequestCallback;
const arc = vi.fn();

class Seen {
  constructor(told: IntersectionObserverCallback) {
    seen = (isIntersecting) => told([{ isIntersecting } as IntersectionObserverEntry], this as never);
  }
  observe() {}
  disconnect() {}
}

beforeEach(() => {
  arc.mockClear();
  vi.stubGlobal("IntersectionObserver", Seen);
  vi.stubGlobal("requestAnimationFrame", (next: FrameRequestCallback) => {
    frame = next;
    return 1;
  });
  vi.stubGlobal("cancelAnimationFrame", () => {});
  vi.spyOn(performance, "now").mockReturnValue(1_000);
});
afterEach(() => vi.unstubAllGlobals());

/** A drawing of one way, with a canvas that counts dots. */
function drawing() {
  const stage = document.createElement("div");
  for (const node of ["proxy p1-00000001", "queue echo-service", "instance e1-0000000a"]) {
    const element = document.createElement("div");
    element.dataset.node = node;
    stage.append(element);
  }
  const canvas = document.createElement("canvas");
  const nothing = () => {};
  const context = new Proxy({ arc } as Record<string | symbol, unknown>, {
    get: (target, name) => target[name] ?? nothing,
  });
  vi.spyOn(canvas, "getContext").mockReturnValue(context as never);
  return new Traffic(stage, canvas);
}

const told = (stored: number) =>
  picture({
    proxies: [proxy()],
    services: [service({ queue: queue({ stored }), instances: [instance()] })],
  });
const moved = after(after(undefined, told(0), 0), told(8), 1_000);

test("what moves while somebody looks is drawn", () => {
  const traffic = drawing();
  seen(true);
  traffic.show(moved);
  frame(1_950);
  expect(arc).toHaveBeenCalled();
  traffic.close();
});

test("what moves while the drawing is out of view is not kept for later", () => {
  const traffic = drawing();
  seen(false);
  for (let i = 0; i < 1_000; i++) traffic.show(moved);
  seen(true);
  frame(1_950);
  expect(arc).not.toHaveBeenCalled();
  traffic.close();
});
