import { useQuery, useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { api, type Rating } from "../api/client.ts";
import { serviceQuery } from "../api/reads.ts";
import { Confirm } from "../parts/confirm.tsx";
import controls from "../parts/controls.module.css";
import { DeliveryNote } from "../parts/delivery-note.tsx";
import { Skeleton } from "../parts/notes.tsx";
import { Stars } from "../parts/stars.tsx";
import { UserName, useUserName } from "../people/user-name.tsx";
import { may, useProfile, useSession } from "../session/session.ts";
import { useDelivery } from "../session/use-delivery.ts";
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
  const delivery = useDelivery();
  const client = useQueryClient();
  const name = useUserName(rating.userId) ?? text.service.deletedUser;
  const remove = async () => {
    const wish = { name: `remove/${rating.id}`, content: rating.id, keyed: false };
    const gone = await delivery.start(wish, (headers, signal) =>
      api.DELETE("/ratings/{id}", { params: { path: { id: rating.id } }, headers, signal }),
    );
    if (!gone) return;
    onClose();
    for (const read of ["ratings", "statistics", "services"]) void client.invalidateQueries({ queryKey: [read] });
  };
  return (
    <Confirm
      title={text.moderation.removeTitle}
      explained={text.moderation.removeExplained(name)}
      action={text.moderation.remove}
      busy={delivery.busy}
      onConfirm={remove}
      onClose={onClose}
    >
      <DeliveryNote delivery={delivery} again={remove} />
    </Confirm>
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
