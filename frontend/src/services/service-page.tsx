import { useQuery, useQueryClient } from "@tanstack/preact-query";
import { useRoute } from "preact-iso";
import { serviceQuery, statisticsQuery } from "../api/reads.ts";
import { NotFoundPage } from "../frame/not-found.tsx";
import { useTitle } from "../frame/title.ts";
import { LiveBadge } from "../live/live-badge.tsx";
import { useLive } from "../live/use-live.ts";
import controls from "../parts/controls.module.css";
import { Distribution } from "../parts/distribution.tsx";
import { NameHeading, ReadFailed, Skeleton } from "../parts/notes.tsx";
import { Stars } from "../parts/stars.tsx";
import { RatePanel } from "../rating/rate-panel.tsx";
import { RatingsList } from "../rating/ratings-list.tsx";
import { text } from "../text/index.ts";
import { idIn, useFilters, wholeNumber } from "../url/address.ts";
import styles from "./service-page.module.css";

export function ServicePage() {
  const id = idIn(useRoute().params.id);
  return id === undefined ? <NotFoundPage /> : <Page key={id} id={id} />;
}

/** One service: what people think of it, as it comes in, and what one thinks oneself. */
function Page({ id }: { id: number }) {
  const service = useQuery(serviceQuery(id));
  const statistics = useQuery(statisticsQuery(id));
  const { filters, addressOf } = useFilters(
    (query) => ({ score: wholeNumber(query.score, 1, 5) }),
    ({ score }) => ({ score }),
  );
  const client = useQueryClient();
  const live = useLive(`ratings/${id}`, () =>
    Promise.all([
      client.invalidateQueries(statisticsQuery(id)),
      client.invalidateQueries({ queryKey: ["ratings"] }),
      client.invalidateQueries({ queryKey: ["own rating", id] }),
    ]),
  );
  useTitle(service.data?.name);
  if (service.isLoadingError) return <ReadFailed error={service.error} again={() => void service.refetch()} />;
  const known = statistics.data;
  return (
    <>
      <p>
        <a href="/ui">← {text.service.all}</a>
      </p>
      <header class={styles.header}>
        <NameHeading name={service.data?.name} />
        <p class={styles.description}>{service.data ? service.data.description : <Skeleton width={20} />}</p>
      </header>
      <div class={styles.columns}>
        <section class={`${controls.card} ${styles.summary}`} aria-label={text.service.average}>
          <div class={styles.figures}>
            <span class={styles.average}>{known?.average ? text.format.average(known.average) : "–"}</span>
            <span class={styles.stars}>
              <Stars value={known?.average ?? 0} />
              <span class={styles.count}>
                {known ? text.services.ratings(known.count) : text.app.loading} <LiveBadge state={live} />
              </span>
            </span>
          </div>
          <Distribution statistics={known} chosen={filters.score} address={(score) => addressOf({ score })} />
        </section>
        <div class={styles.rate}>
          <RatePanel serviceId={id} />
        </div>
        <section class={styles.ratings} aria-labelledby="ratings-title">
          <div class={styles.title}>
            <h2 id="ratings-title">{text.service.ratings}</h2>
            {filters.score !== undefined && (
              <a class={styles.chosen} href={addressOf({ score: undefined })} title={text.distribution.all}>
                {text.service.onlyScore(filters.score)} ×
              </a>
            )}
          </div>
          <RatingsList
            filter={{ serviceId: id, score: filters.score }}
            show="user"
            empty={
              filters.score === undefined
                ? { title: text.service.none, hint: text.service.noneHint }
                : { title: text.service.noneOfScore }
            }
          />
        </section>
      </div>
    </>
  );
}
