import { keepPreviousData, useInfiniteQuery } from "@tanstack/preact-query";
import { useRef, useState } from "preact/hooks";
import type { Rating } from "../api/client.ts";
import { type RatingFilter, ratingsQuery } from "../api/reads.ts";
import { More } from "../parts/more.tsx";
import { EmptyNote, ReadFailed, useDone } from "../parts/notes.tsx";
import { useNow } from "../parts/use-now.ts";
import { text } from "../text/index.ts";
import { RatingRemoval } from "./rating-removal.tsx";
import { RatingRow, RatingRowSkeleton } from "./rating-row.tsx";
import styles from "./ratings-list.module.css";
import { useSlide } from "./use-slide.ts";

interface Props {
  readonly filter: RatingFilter;
  /** What stands in a row beside the stars: who rated, or what was rated. */
  readonly show: "user" | "service" | "both";
  readonly onlyCommented?: boolean;
  readonly empty: { readonly title: string; readonly hint?: string };
}

const PLACES = [1, 2, 3, 4, 5, 6];

/** Ratings, the newest first. Those that come while it is shown slide in at the top. */
export function RatingsList({ filter, show, onlyCommented = false, empty }: Props) {
  const list = useInfiniteQuery({ ...ratingsQuery(filter), placeholderData: keepPreviousData });
  const now = useNow();
  const place = useRef<HTMLUListElement>(null);
  const [removing, setRemoving] = useState<Rating>();
  const done = useDone();
  const ratings = list.data?.pages
    .flatMap((page) => page.entries)
    .filter((rating) => !onlyCommented || rating.comment !== null);
  useSlide(place, ratings);
  if (list.isLoadingError) return <ReadFailed error={list.error} again={() => void list.refetch()} />;
  return (
    <>
      {done.note}
      {ratings?.length === 0 && !list.hasNextPage && <EmptyNote title={empty.title} hint={empty.hint} />}
      <ul ref={place} class={styles.list} aria-busy={!ratings} data-stale={list.isPlaceholderData}>
        {ratings
          ? ratings.map((rating) => (
              <RatingRow key={rating.id} rating={rating} show={show} now={now} onRemove={setRemoving} />
            ))
          : // Never the key of a rating, which would be taken for the same row and moved.
            PLACES.map((place) => <RatingRowSkeleton key={`place ${place}`} />)}
      </ul>
      <More list={list} />
      {removing && (
        <RatingRemoval
          key={removing.id}
          rating={removing}
          onGone={() => {
            setRemoving(undefined);
            done.tell(text.moderation.removed);
          }}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </>
  );
}
