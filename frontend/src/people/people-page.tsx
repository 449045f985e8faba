import { keepPreviousData, useInfiniteQuery } from "@tanstack/preact-query";
import { usersQuery } from "../api/reads.ts";
import { useTitle } from "../frame/title.ts";
import { More } from "../parts/more.tsx";
import { EmptyNote, ReadFailed, Skeleton } from "../parts/notes.tsx";
import { SearchField } from "../parts/search-field.tsx";
import { text } from "../text/index.ts";
import { useFilters } from "../url/address.ts";
import styles from "./people.module.css";

/** As many characters as the API takes. */
const LONGEST_SEARCH = 100;
const PLACES = Array.from({ length: 18 }, (_, place) => place);

/** Everybody who has a profile. */
export function PeoplePage() {
  useTitle(text.people.title);
  const { filters, choose } = useFilters(
    (query) => ({ q: (query.q ?? "").slice(0, LONGEST_SEARCH) }),
    ({ q }) => ({ q }),
  );
  const list = useInfiniteQuery({ ...usersQuery(filters.q), placeholderData: keepPreviousData });
  const users = list.data?.pages.flatMap((page) => page.entries);
  return (
    <>
      <header class={styles.header}>
        <h1>{text.people.title}</h1>
        <p>{text.people.lead}</p>
      </header>
      <search>
        <SearchField
          label={text.people.search}
          hint={text.people.searchHint}
          longest={LONGEST_SEARCH}
          value={filters.q}
          onSearch={(q) => choose({ q })}
        />
      </search>
      {list.isLoadingError && <ReadFailed error={list.error} again={() => void list.refetch()} />}
      {users?.length === 0 && <EmptyNote title={text.people.none} hint={text.people.noneHint} />}
      <ul class={styles.grid} aria-busy={!users} data-stale={list.isPlaceholderData}>
        {users
          ? users.map(({ id, firstName, lastName }) => (
              <li key={id}>
                <a class={styles.person} href={`/ui/people/${id}`}>
                  <Initials first={firstName} last={lastName} />
                  {firstName} {lastName}
                </a>
              </li>
            ))
          : PLACES.map((place) => (
              <li key={`place ${place}`} class={styles.person} aria-hidden="true">
                <Skeleton width={8} />
              </li>
            ))}
      </ul>
      <More list={list} />
    </>
  );
}

/** An empty circle before the name is known. */
export function Initials({ first = "", last = "" }: { first?: string | undefined; last?: string | undefined }) {
  return (
    <span class={styles.initials} aria-hidden="true">
      {[...first][0]}
      {[...last][0]}
    </span>
  );
}
