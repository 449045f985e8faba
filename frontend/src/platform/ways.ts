import type { Picture } from "./picture.ts";

/** Where something is drawn, in CSS pixels from the corner of the drawing. */
export type Place = Pick<DOMRect, "left" | "top" | "right" | "bottom" | "width" | "height">;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * A way that requests go, a curve of Bézier from the first to the last of its points.
 *
 * @param asks an instance with free slots asks along it, against the way of requests
 */
export interface Shape {
  readonly points: readonly [Point, Point, Point, Point];
  readonly asks: boolean;
}

const DASH = 5;
const GAP = 7;
const HEAD = 8;
const DASH_SPEED = 0.02;

/** The ways of a picture whose ends are drawn, by the names of their ends: `proxy > service` and `service > instance`. */
export function waysOf(picture: Picture, places: ReadonlyMap<string, Place>): Map<string, Shape> {
  const ways = new Map<string, Shape>();
  const add = (name: string, from: string, to: string, asks: boolean) => {
    const [start, end] = [places.get(from), places.get(to)];
    if (start && end) ways.set(name, { points: between(start, end), asks });
  };
  for (const service of picture.services) {
    for (const proxy of picture.proxies) {
      add(`${proxy.id} > ${service.name}`, `proxy ${proxy.id}`, `queue ${service.name}`, false);
    }
    for (const { id, running, slots, draining } of service.instances) {
      add(`${service.name} > ${id}`, `queue ${service.name}`, `instance ${id}`, running < slots && !draining);
    }
  }
  return ways;
}

/** From side to side where they stand side by side, from edge to edge where one is below the other. */
function between(from: Place, to: Place): Shape["points"] {
  const middle = (place: Place) => ({ x: (place.left + place.right) / 2, y: (place.top + place.bottom) / 2 });
  if (from.right <= to.left) {
    const start = { x: from.right, y: middle(from).y };
    const end = { x: to.left, y: middle(to).y };
    const turn = (start.x + end.x) / 2;
    return [start, { x: turn, y: start.y }, { x: turn, y: end.y }, end];
  }
  const start = { x: middle(from).x, y: from.bottom };
  const end = { x: Math.max(to.left, Math.min(to.right, start.x)), y: to.top };
  const turn = (start.y + end.y) / 2;
  return [start, { x: start.x, y: turn }, { x: end.x, y: turn }, end];
}

/** @param part of the way, from 0 to 1 */
export function placeAt({ points: [a, b, c, d] }: Shape, part: number): Point {
  const t = part * part * (3 - 2 * part);
  const at = (p: number, q: number, r: number, s: number) =>
    (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t ** 2 * r + t ** 3 * s;
  return { x: at(a.x, b.x, c.x, d.x), y: at(a.y, b.y, c.y, d.y) };
}

/** How far the dashes of who asks have run; undefined for a line without any. @param now in milliseconds */
export function dashesOf({ asks }: Shape, now: number): number | undefined {
  return asks ? (now * DASH_SPEED) % (DASH + GAP) : undefined;
}

/** @param dashes as of {@link dashesOf} */
export function drawWay(
  context: CanvasRenderingContext2D,
  { points: [a, b, c, d] }: Shape,
  color: string,
  dashes: number | undefined,
): void {
  context.beginPath();
  context.moveTo(a.x, a.y);
  context.bezierCurveTo(b.x, b.y, c.x, c.y, d.x, d.y);
  context.strokeStyle = color;
  context.lineWidth = dashes === undefined ? 1 : 1.5;
  context.globalAlpha = dashes === undefined ? 0.35 : 0.8;
  context.setLineDash(dashes === undefined ? [] : [DASH, GAP]);
  context.lineDashOffset = dashes ?? 0;
  context.stroke();
  if (dashes !== undefined) drawHead(context, a, b, color);
  context.globalAlpha = 1;
}

/** An arrow's, at the first point of a way: whom is asked. @param next where the way goes on */
function drawHead(context: CanvasRenderingContext2D, { x, y }: Point, next: Point, color: string): void {
  const sideways = Math.abs(next.x - x) > Math.abs(next.y - y);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + (sideways ? HEAD : HEAD / 2), y + (sideways ? HEAD / 2 : HEAD));
  context.lineTo(x + (sideways ? HEAD : -HEAD / 2), y + (sideways ? -HEAD / 2 : HEAD));
  context.fillStyle = color;
  context.fill();
}

export function drawDot(context: CanvasRenderingContext2D, { x, y }: Point, radius: number, color: string): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
}
