import { useEffect, useRef } from "preact/hooks";
import { text } from "../text/index.ts";
import styles from "./drawing.module.css";
import { Lane } from "./lane.tsx";
import { rateOf, shortName, type View } from "./model.ts";
import { rated } from "./numbers.ts";
import { instancesOf, isLively, type Picture, waitingAt } from "./picture.ts";
import { Traffic } from "./traffic.ts";

const t = text.platform;

/** Proxies, queues and instances, and requests on their way between them. */
export function Drawing({ view }: { view: View }) {
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const traffic = useRef<Traffic>();
  useEffect(() => {
    if (!stage.current || !canvas.current) return;
    traffic.current = new Traffic(stage.current, canvas.current);
    return () => traffic.current?.close();
  }, []);
  useEffect(() => traffic.current?.show(view), [view]);
  const { picture } = view;
  const lively = picture.services.filter(isLively);
  const idle = picture.services.filter((each) => !isLively(each));
  return (
    <figure class={styles.figure}>
      <figcaption class="hidden">{described(picture)}</figcaption>
      <div class={styles.stage} ref={stage} data-stale={!picture.nats.connected} data-beat={view.beat % 2}>
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nobody can focus it, and the caption tells what it shows */}
        <canvas class={styles.canvas} ref={canvas} aria-hidden="true" />
        <Head name={t.columns.proxies} does={t.columns.proxiesDo} />
        <Head name={t.columns.queues} does={t.columns.queuesDo} />
        <Head name={t.columns.instances} does={t.columns.instancesDo} />
        <Proxies view={view} lanes={lively.length} />
        {lively.map((service) => (
          <Lane key={service.name} service={service} view={view} />
        ))}
      </div>
      <Legend />
      {idle.length > 0 && <p class={styles.note}>{t.idle(idle.map((each) => each.name).join(", "))}</p>}
      {picture.instancesLeftOut > 0 && <p class={styles.note}>{t.leftOut(picture.instancesLeftOut)}</p>}
    </figure>
  );
}

function described(picture: Picture): string {
  const instances = instancesOf(picture).map(({ instance }) => instance);
  const sum = (of: readonly number[]) => of.reduce((all, each) => all + each, 0);
  return t.drawing(
    picture.proxies.length,
    instances.length,
    sum(instances.map((each) => each.running)),
    sum(instances.map((each) => each.slots)),
    sum(picture.services.map(waitingAt)),
  );
}

function Head({ name, does }: { name: string; does: string }) {
  return (
    <div class={styles.columnHead}>
      <h2>{name}</h2>
      <p>{does}</p>
    </div>
  );
}

/** @param lanes beside which they stand */
function Proxies({ view, lanes }: { view: View; lanes: number }) {
  return (
    <ul class={styles.proxies} style={{ "--lanes": Math.max(1, lanes) }}>
      {view.picture.proxies.map((proxy) => (
        <li key={proxy.id} class={styles.proxy} data-node={`proxy ${proxy.id}`} data-draining={proxy.draining}>
          <strong>{shortName(proxy.id)}</strong>
          <span>{proxy.draining ? t.proxy.ending : t.queue.rate(rated(rateOf(view, "ended", proxy.id)))}</span>
          <span>{t.proxy.inFlight(proxy.inFlight)}</span>
        </li>
      ))}
    </ul>
  );
}

function Legend() {
  return (
    <ul class={styles.legend}>
      {(["free", "busy", "closed"] as const).map((each) => (
        <li key={each}>
          <span class={styles.cell} data-cell={each} aria-hidden="true" />
          {t.legend[each]}
        </li>
      ))}
      <li>
        <span class={styles.asking} aria-hidden="true" />
        {t.legend.asks}
      </li>
      <li>
        <span class={styles.drop} aria-hidden="true" />
        {t.legend.request}
      </li>
    </ul>
  );
}
