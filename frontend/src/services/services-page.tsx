import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/preact-query";
import { servicesQuery, statisticsQuery } from "../api/reads.ts";
import { useTitle } from "../frame/title.ts";
import { LiveBadge } from "../live/live-badge.tsx";
import { useLive } from "../live/use-live.ts";
import { More } from "../parts/more.tsx";
import { EmptyNote, ReadFailed } from "../parts/notes.tsx";
import { SearchField } from "../parts/search-field.tsx";
import { Select } from "../parts/select.tsx";
import { text } from "../text/index.ts";
import { useFilters } from "../url/address.ts";
import { isShown, LEASTS, LONGEST_SEARCH, readFilters, SORTS, writeFilters } from "./filters.ts";
import { ServiceCard, ServiceCardSkeleton } from "./service-card.tsx";
import styles from "./services-page.module.css";

const PLACES = Array.from({ length: 12 }, (_, place) => place);

/** All services, to be searched, with what people think of them at this moment. */
export function ServicesPage() {
  useTitle(undefined);
  const { filters, choose } = useFilters(readFilters, writeFilters);
  const list = useInfiniteQuery({ ...servicesQuery(filters.q, filters.sort), placeholderData: keepPreviousData });
  const client = useQueryClient();
  const live = useLive("ratings", (services) =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["services"] }),
      ...(services === "all"
        ? [client.invalidateQueries({ queryKey: ["statistics"] })]
        : Array.from(services, (id) => client.invalidateQueries(statisticsQuery(id)))),
    ]),
  );
  const loaded = list.data?.pages.flatMap((page) => page.entries);
  const shown = loaded?.filter((service) => isShown(service, filters));
  return (
    <>
      <header class={styles.hero}>
        <h1>{text.services.title}</h1>
        <p>{text.services.lead}</p>
      </header>
      <search class={styles.filters}>
        <SearchField
          label={text.services.search}
          hint={text.services.searchHint}
          longest={LONGEST_SEARCH}
          value={filters.q}
          onSearch={(q) => choose({ ...filters, q })}
        />
        <Select
          label={text.services.least}
          value={filters.least}
          options={LEASTS.map((least) => [least, text.services.leasts[least]])}
          onChoose={(least) => choose({ ...filters, least })}
        />
        <Select
          label={text.services.sort}
          value={filters.sort}
          options={SORTS.map((sort) => [sort, text.services.sorts[sort]])}
          onChoose={(sort) => choose({ ...filters, sort })}
        />
      </search>
      <div class={styles.found}>
        <p role="status">{shown ? text.services.found(shown.length) : text.app.loading}</p>
        <LiveBadge state={live} />
      </div>
      {list.isLoadingError && <ReadFailed error={list.error} again={() => void list.refetch()} />}
      {shown?.length === 0 && !list.hasNextPage && (
        <EmptyNote title={text.services.none} hint={text.services.noneHint} />
      )}
      <ul class={styles.grid} aria-busy={!shown} data-stale={list.isPlaceholderData}>
        {shown
          ? shown.map((service) => <ServiceCard key={service.id} service={service} />)
          : !list.isLoadingError && PLACES.map((place) => <ServiceCardSkeleton key={`place ${place}`} />)}
      </ul>
      <More list={list} />
    </>
  );
}
