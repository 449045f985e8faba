import { useQuery, useQueryClient } from "@tanstack/preact-query";
import { useEffect, useState } from "preact/hooks";
import { api, type Rating, type User } from "../api/client.ts";
import { ownRatingQuery } from "../api/reads.ts";
import controls from "../parts/controls.module.css";
import { ReadFailed, Skeleton, useDone } from "../parts/notes.tsx";
import { forgetWish, useDraft } from "../session/draft.ts";
import { type Hold, useHeld, useHold } from "../session/hold.ts";
import { may, signInAddress, useWho } from "../session/session.ts";
import { useDelivery } from "../session/use-delivery.ts";
import { text } from "../text/index.ts";
import { commentOf, EMPTY } from "./draft.ts";
import { OwnRating } from "./own-rating.tsx";
import { ProfileForm } from "./profile-form.tsx";
import styles from "./rate-panel.module.css";
import { RatingForm } from "./rating-form.tsx";

/** Where somebody says what they think of a service, or changes what they said. As high while it is not known who it is. */
export function RatePanel({ serviceId }: { serviceId: number }) {
  return (
    <section class={`${controls.card} ${styles.panel}`} aria-labelledby="rate-title">
      <h2 id="rate-title">{text.rate.title}</h2>
      <Content serviceId={serviceId} />
    </section>
  );
}

function Content({ serviceId }: { serviceId: number }) {
  const [held, hold] = useState(false);
  const who = useWho();
  // A session that ends while somebody writes does not end the writing. Who leaves takes everything along.
  const { session, profile, failed, again } = useHeld(who, held && !who.session?.left);
  if (failed) return <ReadFailed error={failed} again={again} />;
  if (!session || profile === undefined) return <Waiting />;
  if (!session.signedIn) {
    return (
      <>
        <p>{text.rate.signInFirst}</p>
        <a class={`${controls.button} ${controls.primary}`} href={signInAddress()}>
          {text.session.signIn}
        </a>
      </>
    );
  }
  if (!may(session, "user") && !may(session, "admin")) return <p>{text.rate.reserved}</p>;
  if (profile === null) return <ProfileForm session={session} hold={hold} />;
  return <OfUser key={profile.id} serviceId={serviceId} user={profile} held={held} hold={hold} />;
}

interface OfUserProps {
  readonly serviceId: number;
  readonly user: User;
  readonly held: boolean;
  readonly hold: Hold;
}

function OfUser({ serviceId, user, held, hold }: OfUserProps) {
  const own = ownRatingQuery(serviceId, user.id);
  const { data: rating, error, isLoadingError, refetch } = useQuery(own);
  const done = useDone();
  const client = useQueryClient();
  const changed = (now: Rating | null, told: string) => {
    // A read that began before the change must not bring back what was.
    void client.cancelQueries(own);
    client.setQueryData(own.queryKey, now);
    void client.invalidateQueries({ queryKey: ["statistics", serviceId] });
    void client.invalidateQueries({ queryKey: ["ratings"] });
    void client.invalidateQueries({ queryKey: ["services"] });
    done.tell(told);
  };
  // Somebody may have left before its answer came: what was wanted is there, and wanting it once more is another wish.
  useEffect(() => {
    if (rating) forgetWish(wishToRate(serviceId, user.id));
  }, [rating, serviceId, user.id]);
  // What is being sent may be heard of before its answer comes: what it is sent from stays until then.
  const shown = useHeld(rating, held);
  if (isLoadingError) return <ReadFailed error={error} again={() => void refetch()} />;
  if (shown === undefined) return <Waiting />;
  return (
    <>
      {done.note}
      {shown === null ? (
        <NewRating
          serviceId={serviceId}
          userId={user.id}
          hold={hold}
          onMade={(made) => changed(made, text.rate.thanks)}
          onThereAlready={() => {
            done.tell(text.rate.already);
            void refetch();
          }}
        />
      ) : (
        <OwnRating
          rating={shown}
          hold={hold}
          onChanged={(now) => changed(now, text.rate.saved)}
          onWithdrawn={() => changed(null, text.rate.withdrawn)}
        />
      )}
    </>
  );
}

interface NewProps {
  readonly serviceId: number;
  readonly userId: number;
  readonly hold: Hold;
  readonly onMade: (rating: Rating) => void;
  readonly onThereAlready: () => void;
}

const wishToRate = (serviceId: number, userId: number) => `rate/${serviceId}/${userId}`;

function NewRating({ serviceId, userId, hold, onMade, onThereAlready }: NewProps) {
  const delivery = useDelivery();
  useHold(delivery, hold);
  const name = wishToRate(serviceId, userId);
  const { draft, write, forget } = useDraft(name, EMPTY);
  const { state } = delivery;
  // 409 of the service itself: that of the platform says that this very rating is still being worked on.
  const isThere = state.kind === "failed" && state.problem.token === "status-409";
  useEffect(() => {
    if (isThere) onThereAlready();
  }, [isThere]);
  const send = async (score: number) => {
    const body = { userId, serviceId, score, comment: commentOf(draft) };
    const made = await delivery.start({ name, content: body, keyed: true }, (headers, signal) =>
      api.POST("/ratings", { body, headers, signal }),
    );
    if (!made) return;
    forget();
    onMade(made.data as Rating);
  };
  return <RatingForm draft={draft} write={write} delivery={delivery} action={text.rate.send} send={send} />;
}

function Waiting() {
  return (
    <div aria-busy="true" class={styles.form}>
      <Skeleton width={12} />
      <Skeleton width={18} />
    </div>
  );
}
