import { useQuery } from "@tanstack/preact-query";
import type { RatedService } from "../api/client.ts";
import { statisticsQuery } from "../api/reads.ts";
import { Spark } from "../parts/distribution.tsx";
import { Skeleton } from "../parts/notes.tsx";
import { Stars } from "../parts/stars.tsx";
import { useSeen } from "../parts/use-seen.ts";
import { text } from "../text/index.ts";
import styles from "./service-card.module.css";

/** A service in the list. How its ratings are spread is asked for when the card comes into view. */
export function ServiceCard({ service }: { service: RatedService }) {
  const { ref, seen } = useSeen<HTMLLIElement>();
  const statistics = useQuery({ ...statisticsQuery(service.id), enabled: seen && service.ratingCount > 0 });
  return (
    <li ref={ref} class={styles.card}>
      <h2 class={styles.name}>
        <a href={`/ui/services/${service.id}`}>{service.name}</a>
      </h2>
      <p class={styles.description}>{service.description ?? text.services.noDescription}</p>
      <div class={styles.figures}>
        <span class={styles.average}>
          {service.averageScore === null ? "–" : text.format.average(service.averageScore)}
        </span>
        <span class={styles.stars}>
          <Stars value={service.averageScore ?? 0} />
          <span class={styles.count}>
            {service.ratingCount === 0 ? text.services.unrated : text.services.ratings(service.ratingCount)}
          </span>
        </span>
        <Spark distribution={service.ratingCount === 0 ? {} : statistics.data?.distribution} />
      </div>
    </li>
  );
}

/** A card of the same size without anything in it. */
export function ServiceCardSkeleton() {
  return (
    <li class={styles.card} aria-hidden="true">
      <div class={styles.name}>
        <Skeleton width={9} />
      </div>
      <div class={styles.description}>
        <Skeleton width={16} />
      </div>
      <div class={styles.figures}>
        <span class={styles.average}>
          <Skeleton width={1.5} />
        </span>
      </div>
    </li>
  );
}
