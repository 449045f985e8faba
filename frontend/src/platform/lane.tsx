import { text } from "../text/index.ts";
import { cellsOf } from "./cells.ts";
import styles from "./drawing.module.css";
import { rateOf, type View } from "./model.ts";
import { counted, lasting, rated } from "./numbers.ts";
import { type Instance, type Service, waitingAt } from "./picture.ts";

const t = text.platform;

/** So many waiting requests are drawn one by one. */
const MAX_DROPS = 48;

/** Who misses two reports is worth a word; after three it is gone. */
const SILENT_MS = 1_900;

/** One service: its queue and its instances. */
export function Lane({ service, view }: { service: Service; view: View }) {
  return (
    <section class={styles.lane} aria-label={service.name}>
      <Queue service={service} rate={rateOf(view, "stored", service.name)} />
      {service.instances.length === 0 ? (
        <p class={styles.nobody}>{t.nobody}</p>
      ) : (
        <ul class={styles.instances}>
          {service.instances.map((instance) => (
            <InstanceCard key={instance.id} instance={instance} rate={rateOf(view, "pulled", instance.id)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Queue({ service, rate }: { service: Service; rate: number }) {
  const { queue } = service;
  const waiting = waitingAt(service);
  return (
    <div class={styles.queue} data-node={`queue ${service.name}`} data-waiting={waiting > 0}>
      <h3>{service.name}</h3>
      <div class={styles.tube} aria-hidden="true">
        {Array.from({ length: Math.min(waiting, MAX_DROPS) }, (_, i) => (
          <span key={i} class={styles.drop} />
        ))}
      </div>
      {queue ? (
        <p class={styles.figures}>
          <span>{waiting > 0 ? t.queue.waiting(counted(waiting)) : t.queue.empty}</span>
          <span>{t.queue.rate(rated(rate))}</span>
          <span>{queue.oldestMs !== null && waiting > 0 ? t.queue.oldest(lasting(queue.oldestMs)) : ""}</span>
          <span>{queue.later.waiting > 0 ? t.queue.later(counted(queue.later.waiting)) : ""}</span>
        </p>
      ) : (
        <p class={styles.figures}>{t.queue.none}</p>
      )}
    </div>
  );
}

function InstanceCard({ instance, rate }: { instance: Instance; rate: number }) {
  return (
    <li class={styles.instance} data-node={`instance ${instance.id}`} data-draining={instance.draining}>
      <strong>{instance.name}</strong>
      <div class={styles.cells} aria-hidden="true">
        {cellsOf(instance).map((cell, i) => (
          <span key={i} class={styles.cell} data-cell={cell} />
        ))}
      </div>
      <p class={styles.works}>
        <span>{t.instance.works(instance.running, instance.slots)}</span>
        <span>{stateOf(instance) ?? t.queue.rate(rated(rate))}</span>
      </p>
    </li>
  );
}

/** Undefined where there is nothing to say. */
function stateOf({ draining, silentMs }: Instance): string | undefined {
  if (draining) return t.instance.draining;
  return silentMs > SILENT_MS ? t.instance.silent(lasting(silentMs)) : undefined;
}
