import type { View } from "./model.ts";
import { instancesOf, type Picture } from "./picture.ts";
import { dashesOf, drawDot, drawWay, type Place, placeAt, type Shape, waysOf } from "./ways.ts";

/** So many requests of a second are drawn one by one on each way; of more, each dot stands for several. */
const MAX_DOTS = 16;

/** A picture is of a second; what happened in it is shown within the next one. */
const SPREAD_MS = 900;
const TRAVEL_MS = 600;

/** Thirty a second are smooth enough, and half the work. */
const FRAME_MS = 30;

interface Dot {
  readonly way: string;
  readonly starts: number;
  readonly radius: number;
}

/**
 * Requests on their way: dots from proxies to queues and from queues to instances, and dashes that run from instances
 * with free slots to their queues, which is how they ask. Draws only while somebody sees it; with `prefers-reduced-motion`
 * only the ways, once a picture.
 */
export class Traffic {
  readonly #stage: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #seen: IntersectionObserver;
  readonly #sized: ResizeObserver;
  readonly #still = matchMedia("(prefers-reduced-motion: reduce)");
  #view: View | undefined;
  #ways = new Map<string, Shape>();
  #dots: Dot[] = [];
  #frame = 0;
  #visible = false;
  #drawn = 0;
  #colors = { dots: "", ways: "" };

  constructor(stage: HTMLElement, canvas: HTMLCanvasElement) {
    this.#stage = stage;
    this.#canvas = canvas;
    this.#seen = new IntersectionObserver((entries) => {
      this.#visible = entries.at(-1)?.isIntersecting ?? false;
      this.#run();
    });
    this.#seen.observe(stage);
    this.#sized = new ResizeObserver(() => this.#measure());
    this.#sized.observe(stage);
  }

  /** After the elements of the picture are in the page. */
  show(view: View): void {
    this.#view = view;
    this.#measure();
    // Dots go when they are drawn at their end: what nobody sees is never drawn.
    if (!this.#still.matches && !document.hidden && this.#visible) this.#dots.push(...dotsOf(view, performance.now()));
    this.#run();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#seen.disconnect();
    this.#sized.disconnect();
  }

  #measure(): void {
    if (!this.#view) return;
    const { left, top, width, height } = this.#stage.getBoundingClientRect();
    const places = new Map<string, Place>();
    for (const element of this.#stage.querySelectorAll<HTMLElement>("[data-node]")) {
      const box = element.getBoundingClientRect();
      places.set(element.dataset.node ?? "", new DOMRect(box.left - left, box.top - top, box.width, box.height));
    }
    this.#ways = waysOf(this.#view.picture, places);
    const { color, outlineColor } = getComputedStyle(this.#canvas);
    this.#colors = { dots: color, ways: outlineColor };
    const scale = devicePixelRatio;
    if (this.#canvas.width !== Math.round(width * scale) || this.#canvas.height !== Math.round(height * scale)) {
      this.#canvas.width = Math.round(width * scale);
      this.#canvas.height = Math.round(height * scale);
    }
    if (this.#still.matches) this.#draw(0);
  }

  #run(): void {
    cancelAnimationFrame(this.#frame);
    if (!this.#visible) return;
    if (this.#still.matches) {
      this.#draw(0);
      return;
    }
    const next = (now: number) => {
      if (now - this.#drawn >= FRAME_MS) this.#draw(now);
      this.#frame = requestAnimationFrame(next);
    };
    this.#frame = requestAnimationFrame(next);
  }

  #draw(now: number): void {
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    this.#drawn = now;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    for (const shape of this.#ways.values()) drawWay(context, shape, this.#colors.ways, dashesOf(shape, now));
    this.#dots = this.#dots.filter((dot) => now < dot.starts + TRAVEL_MS);
    for (const { way, starts, radius } of this.#dots) {
      const shape = this.#ways.get(way);
      if (shape && now >= starts)
        drawDot(context, placeAt(shape, (now - starts) / TRAVEL_MS), radius, this.#colors.dots);
    }
  }
}

/** The dots of one picture, spread over the second after it. */
function dotsOf({ picture, flows }: View, now: number): Dot[] {
  const dots: Dot[] = [];
  const send = (way: (i: number) => string, count: number, delay: number) => {
    const drawn = Math.min(count, MAX_DOTS);
    for (let i = 0; i < drawn; i++) {
      const starts = now + delay + ((i + Math.random() * 0.6) * SPREAD_MS) / drawn;
      dots.push({ way: way(i), starts, radius: 3 + Math.min(4, Math.log2(count / drawn)) });
    }
  };
  const sender = proxyOf(picture, flows.ended);
  for (const [service, count] of flows.stored) send((i) => `${sender(i)} > ${service}`, count, 0);
  for (const { service, instance } of instancesOf(picture)) {
    send(() => `${service.name} > ${instance.id}`, flows.pulled.get(instance.id) ?? 0, TRAVEL_MS / 2);
  }
  return dots;
}

/** Streams do not tell which proxy stored what: each is shown with the part that it had of all that ended. */
function proxyOf({ proxies }: Picture, ended: ReadonlyMap<string, number>): (i: number) => string {
  const weights = proxies.map((each) => (ended.get(each.id) ?? 0) + each.inFlight + 0.01);
  const sum = weights.reduce((all, each) => all + each, 0);
  return (i) => {
    // The golden ratio spreads any number evenly.
    let left = ((i * 0.618034) % 1) * sum;
    const chosen = proxies.find((_, n) => {
      left -= weights[n] ?? 0;
      return left < 0;
    });
    return (chosen ?? proxies[0])?.id ?? "";
  };
}
