import { text } from "../text/index.ts";
import { rateOf, shortName, type View } from "./model.ts";
import { counted, lasting, rated } from "./numbers.ts";
import { isLively, type Service, waitingAt } from "./picture.ts";
import { halfMinutes } from "./summary.ts";
import styles from "./tables.module.css";

const t = text.platform.tables;
const charts = text.platform.charts;
const NONE = charts.none;

/** All that is drawn, in words and numbers. */
export function Tables({ view }: { view: View }) {
  return (
    <details class={styles.tables}>
      <summary>{t.open}</summary>
      <Table
        caption={t.now}
        heads={[t.service, t.waiting, t.oldest, t.instance, t.state, t.slots, t.running]}
        rows={view.picture.services.filter(isLively).flatMap(rowsOf)}
      />
      <Table
        caption={t.proxies}
        heads={[t.proxy, t.inFlight, charts.outcomes]}
        rows={view.picture.proxies.map((each) => [
          shortName(each.id),
          counted(each.inFlight),
          rated(rateOf(view, "ended", each.id)),
        ])}
      />
      <Table
        caption={t.past}
        heads={[t.ago, charts.answered, charts.refused, charts.failed, charts.p50, charts.p95, charts.p99, t.waiting]}
        rows={halfMinutes(view.points, view.at).map((each) => [
          t.before(each.secondsAgo),
          rate(each.ends.answered),
          rate(each.ends.refused),
          rate(each.ends.failed),
          time(each.p50),
          time(each.p95),
          time(each.p99),
          counted(each.waiting),
        ])}
      />
    </details>
  );
}

const rate = (perSecond: number) => text.platform.queue.rate(rated(perSecond));
const time = (ms: number | undefined) => (ms === undefined ? NONE : lasting(ms));

function rowsOf(service: Service): string[][] {
  const queue = [service.name, counted(waitingAt(service)), time(service.queue?.oldestMs ?? undefined)];
  if (service.instances.length === 0) return [[...queue, NONE, t.absent, NONE, NONE]];
  return service.instances.map(({ name, draining, slots, running }) => [
    ...queue,
    name,
    draining ? t.draining : t.working,
    counted(slots),
    counted(running),
  ]);
}

export function Heads({ heads }: { heads: readonly string[] }) {
  return (
    <thead>
      <tr>
        {heads.map((head) => (
          <th key={head} scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Table({ caption, heads, rows }: { caption: string; heads: readonly string[]; rows: readonly string[][] }) {
  return (
    // Wide tables are scrolled for themselves, by the keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: else a keyboard could not scroll it (axe: scrollable-region-focusable)
    <section class={styles.wide} tabIndex={0} aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <Heads heads={heads} />
        <tbody>
          {rows.map((row) => (
            <tr key={row.join()}>
              {row.map((cell, i) => (
                <td key={heads[i]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
