import type { ComponentChildren } from "preact";
import { text } from "../text/index.ts";
import styles from "./charts.module.css";
import { HISTORY_SECONDS, type Point } from "./model.ts";
import { lasting, rated } from "./numbers.ts";
import { area, HEIGHT, line, linear, logarithmic, roundAbove, timeline, WIDTH } from "./plot.ts";

const t = text.platform.charts;

/** Milliseconds: from what an idle instance needs to the longest budget of a direct request. */
const LATENCY = { lowest: 1, highest: 60_000, marks: [10, 100, 1_000, 10_000] };

const ENDS = ["answered", "refused", "failed"] as const;
const PERCENTILES = ["p50", "p95", "p99"] as const;

/** How it went in the last minutes. @param now in milliseconds of `performance.now()` */
export function Charts({ points, now }: { points: readonly Point[]; now: number }) {
  const minutes = minutesOf(points, now);
  const x = timeline(now, minutes * 60);
  return (
    <div class={styles.charts}>
      <Outcomes points={points} x={x} minutes={minutes} />
      <Latency points={points} x={x} minutes={minutes} />
      <Waiting points={points} x={x} minutes={minutes} />
    </div>
  );
}

/** Whole minutes: of a page that was just opened there is not more to be seen. */
function minutesOf(points: readonly Point[], now: number): number {
  const seconds = (now - (points[0]?.at ?? now)) / 1000;
  return Math.min(HISTORY_SECONDS / 60, Math.max(1, Math.ceil(seconds / 60)));
}

interface Course {
  readonly points: readonly Point[];
  readonly minutes: number;
  readonly x: (at: number) => number;
}

function Outcomes({ points, x, minutes }: Course) {
  const sum = ({ ends }: Point) => ends.answered + ends.refused + ends.failed;
  const highest = roundAbove(Math.max(0, ...points.map(sum)), 5);
  const y = linear(highest);
  const from = (point: Point, end: number) => ENDS.slice(0, end).reduce((below, each) => below + point.ends[each], 0);
  const last = points.at(-1);
  return (
    <Chart
      title={t.outcomes}
      minutes={minutes}
      marks={[{ value: rated(highest), y: 0 }]}
      keys={ENDS.map((end) => ({
        name: t[end],
        kind: end,
        value: last ? text.platform.queue.rate(rated(last.ends[end])) : t.none,
      }))}
    >
      {ENDS.map((end, i) => (
        <path
          key={end}
          data-kind={end}
          data-area
          d={area(
            points.map((each) => ({ at: each.at, from: from(each, i), to: from(each, i + 1) })),
            x,
            y,
          )}
        />
      ))}
    </Chart>
  );
}

function Latency({ points, x, minutes }: Course) {
  const y = logarithmic(LATENCY.lowest, LATENCY.highest);
  const last = points.at(-1);
  const told = (value: number | undefined) => (value === undefined ? t.none : lasting(value));
  return (
    <Chart
      title={t.latency}
      minutes={minutes}
      marks={LATENCY.marks.map((value) => ({ value: lasting(value), y: y(value) }))}
      keys={PERCENTILES.map((each) => ({ name: t[each], kind: each, value: told(last?.[each]) }))}
    >
      {PERCENTILES.map((each) => (
        <path
          key={each}
          data-kind={each}
          d={line(
            points.map((point) => ({ at: point.at, value: point[each] })),
            x,
            y,
          )}
        />
      ))}
    </Chart>
  );
}

function Waiting({ points, x, minutes }: Course) {
  const highest = roundAbove(Math.max(0, ...points.map((each) => each.waiting)), 10);
  const last = points.at(-1);
  return (
    <Chart
      title={t.waiting}
      minutes={minutes}
      marks={[{ value: rated(highest), y: 0 }]}
      keys={[
        { name: t.waits, kind: "waiting", value: last ? rated(last.waiting) : t.none },
        { name: t.oldest, kind: undefined, value: last && last.oldestMs > 0 ? lasting(last.oldestMs) : t.none },
      ]}
    >
      <path
        data-kind="waiting"
        data-area
        d={area(
          points.map(({ at, waiting }) => ({ at, from: 0, to: waiting })),
          x,
          linear(highest),
        )}
      />
    </Chart>
  );
}

interface Frame {
  readonly title: string;
  /** So far it looks back. */
  readonly minutes: number;
  /** Lines across with what they stand for; `y` from the top. */
  readonly marks: readonly { readonly value: string; readonly y: number }[];
  readonly keys: readonly { readonly name: string; readonly kind: string | undefined; readonly value: string }[];
  readonly children: ComponentChildren;
}

/** The lines themselves are for eyes only: what they tell stands in the tables, too. */
function Chart({ title, minutes, marks, keys, children }: Frame) {
  return (
    <section class={styles.chart} aria-label={title}>
      <h2>{title}</h2>
      <dl class={styles.keys}>
        {keys.map(({ name, kind, value }) => (
          <div key={name}>
            <dt>
              {kind && (
                <svg class={styles.sample} viewBox="0 0 16 4" aria-hidden="true">
                  <path data-kind={kind} d="M0 2L16 2" />
                </svg>
              )}
              {name}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div class={styles.plot} aria-hidden="true">
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: hidden, and told by the tables */}
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
          {marks.map(({ value, y }) => (
            <path key={value} class={styles.mark} d={`M0 ${y}L${WIDTH} ${y}`} />
          ))}
          {children}
        </svg>
        {marks.map(({ value, y }) => (
          <span key={value} class={styles.value} style={{ insetBlockStart: `${y}%` }}>
            {value}
          </span>
        ))}
      </div>
      <p class={styles.times} aria-hidden="true">
        <span>{t.ago(minutes)}</span>
        <span>{t.now}</span>
      </p>
    </section>
  );
}
