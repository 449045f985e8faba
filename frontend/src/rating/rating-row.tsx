import { useQuery, useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { api, type Rating } from "../api/client.ts";
import { serviceQuery } from "../api/reads.ts";
import controls from "../parts/controls.module.css";
import { Skeleton } from "../parts/notes.tsx";
import { Stars } from "../parts/stars.tsx";
import { UserName, useUserName } from "../people/user-name.tsx";
import { Removal } from "../session/removal.tsx";
import { may, useProfile, useSession } from "../session/session.ts";
import { text } from "../text/index.ts";
import styles from "./ratings-list.module.css";

interface Props {
  readonly rating: Rating;
  readonly show: "user" | "service" | "both";
  readonly now: number;
}

export function RatingRow({ rating, show, now }: Props) {
  const session = useSession();
  const own = useProfile()?.id === rating.userId;
  const [removing, setRemoving] = useState(false);
  const mayRemove = may(session, "moderator") || may(session, "admin");
  return (
    <li class={styles.row} data-id={rating.id}>
      <div class={styles.head}>
        <Stars value={rating.score} />
        {show !== "service" && <UserName id={rating.userId} />}
        {show === "both" && <span aria-hidden="true">→</span>}
        {show !== "user" && <ServiceName id={rating.serviceId} />}
        {own && show === "user" && <span class={styles.chip}>{text.service.you}</span>}
        <time class={styles.when} dateTime={rating.createdAt} title={text.format.moment(rating.createdAt)}>
          {text.format.when(rating.createdAt, now)}
          {rating.updatedAt !== rating.createdAt && ` · ${text.service.changed}`}
        </time>
        {mayRemove && !own && (
          <button type="button" class={`${controls.button} ${controls.small}`} onClick={() => setRemoving(true)}>
            {text.moderation.remove}
          </button>
        )}
      </div>
      {rating.comment && <p class={styles.comment}>{rating.comment}</p>}
      {removing && <Removing rating={rating} onClose={() => setRemoving(false)} />}
    </li>
  );
}

function Removing({ rating, onClose }: { rating: Rating; onClose: () => void }) {
  const client = useQueryClient();
  const name = useUserName(rating.userId) ?? text.service.deletedUser;
  return (
    <Removal
      what={`rating/${rating.id}`}
      title={text.moderation.removeTitle}
      explained={text.moderation.removeExplained(name)}
      action={text.moderation.remove}
      send={(headers, signal) => api.DELETE("/ratings/{id}", { params: { path: { id: rating.id } }, headers, signal })}
      onGone={() => {
        onClose();
        for (const read of ["ratings", "statistics", "services"]) void client.invalidateQueries({ queryKey: [read] });
      }}
      onClose={onClose}
    />
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
