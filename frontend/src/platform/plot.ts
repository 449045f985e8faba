/** A number in the course of time; undefined where there is none. */
export type Series = readonly { readonly at: number; readonly value: number | undefined }[];

/** Of the drawing of a chart, in its own units. */
export const WIDTH = 300;
export const HEIGHT = 100;

/** The next round number above: 1, 2 or 5 and zeros. @param least what is never gone below */
export function roundAbove(value: number, least: number): number {
  const wanted = Math.max(value, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 5, 10].map((digit) => digit * power).find((round) => round >= wanted) ?? wanted;
}

/** From 0 at the bottom to the highest at the top. */
export const linear = (highest: number) => (value: number) => HEIGHT * (1 - Math.min(1, value / highest));

/** Each ten times as high as far from the one before; what is outside is drawn at the edge. */
export function logarithmic(lowest: number, highest: number): (value: number) => number {
  const range = Math.log10(highest / lowest);
  return (value) => HEIGHT * (1 - Math.min(1, Math.max(0, Math.log10(value / lowest) / range)));
}

/** From `seconds` ago at the left to now at the right. */
export const timeline = (now: number, seconds: number) => (at: number) =>
  WIDTH * (1 - Math.min(1, Math.max(0, (now - at) / (seconds * 1000))));

/** A line as the path of an SVG, interrupted where there is no value. */
export function line(series: Series, x: (at: number) => number, y: (value: number) => number): string {
  let drawing = false;
  const steps: string[] = [];
  for (const { at, value } of series) {
    if (value !== undefined) steps.push(`${drawing ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`);
    drawing = value !== undefined;
  }
  return steps.join("");
}

/** What is between two lines, as the path of an SVG. */
export function area(
  points: readonly { readonly at: number; readonly from: number; readonly to: number }[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  const step = (at: number, value: number) => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
  const over = points.map(({ at, to }) => step(at, to));
  const back = points.map(({ at, from }) => step(at, from)).reverse();
  return points.length === 0 ? "" : `M${[...over, ...back].join("L")}Z`;
}
