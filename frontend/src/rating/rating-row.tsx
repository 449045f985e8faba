import { useQuery } from "@tanstack/preact-query";
import type { Rating } from "../api/client.ts";
import { serviceQuery } from "../api/reads.ts";
import controls from "../parts/controls.module.css";
import { Skeleton } from "../parts/notes.tsx";
import { Stars } from "../parts/stars.tsx";
import { UserName } from "../people/user-name.tsx";
import { may, useProfile, useSession } from "../session/session.ts";
import { text } from "../text/index.ts";
import styles from "./ratings-list.module.css";

interface Props {
  readonly rating: Rating;
  readonly show: "user" | "service" | "both";
  readonly now: number;
  /** Somebody who may do so wants it to be deleted. */
  readonly onRemove: (rating: Rating) => void;
}

export function RatingRow({ rating, show, now, onRemove }: Props) {
  const session = useSession();
  const own = useProfile()?.id === rating.userId;
  const mayRemove = may(session, "moderator") || may(session, "admin");
  return (
    <li class={styles.row} data-id={rating.id}>
      <div class={styles.head}>
        <span class={styles.names}>
          {show !== "service" && <UserName id={rating.userId} />}
          {show === "both" && <span aria-hidden="true">→</span>}
          {show !== "user" && <ServiceName id={rating.serviceId} />}
          {own && show === "user" && <span class={styles.chip}>{text.service.you}</span>}
        </span>
        <Stars value={rating.score} />
        <span class={styles.end}>
          <time class={styles.when} dateTime={rating.createdAt} title={text.format.moment(rating.createdAt)}>
            {text.format.when(rating.createdAt, now)}
            {rating.updatedAt !== rating.createdAt && ` · ${text.service.changed}`}
          </time>
          {mayRemove && !own && (
            <button type="button" class={`${controls.button} ${controls.small}`} onClick={() => onRemove(rating)}>
              {text.moderation.remove}
            </button>
          )}
        </span>
      </div>
      {rating.comment && <p class={styles.comment}>{rating.comment}</p>}
    </li>
  );
}

function ServiceName({ id }: { id: number }) {
  const { data } = useQuery({ ...serviceQuery(id), staleTime: 300_000 });
  return data ? <a href={`/ui/services/${id}`}>{data.name}</a> : <Skeleton width={8} />;
}

/** A row of the same size without anything in it. */
export function RatingRowSkeleton() {
  return (
    <li class={styles.row} aria-hidden="true">
      <div class={styles.head}>
        <Skeleton width={15} />
      </div>
    </li>
  );
}
