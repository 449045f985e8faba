import { useQuery, useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { api, type User } from "../api/client.ts";
import { userQuery, userVersionQuery, type Versioned } from "../api/reads.ts";
import { NotFoundPage } from "../frame/not-found.tsx";
import { useTitle } from "../frame/title.ts";
import controls from "../parts/controls.module.css";
import { useReturn } from "../parts/focus.ts";
import { NameHeading, ReadFailed, Skeleton, useDone } from "../parts/notes.tsx";
import { wishForProfile } from "../rating/profile-form.tsx";
import { RatingsList } from "../rating/ratings-list.tsx";
import { forgetWish } from "../session/draft.ts";
import { type Hold, useHeld } from "../session/hold.ts";
import { Removal } from "../session/removal.tsx";
import { may, useProfile, useSession, useWho } from "../session/session.ts";
import { text } from "../text/index.ts";
import { idIn } from "../url/address.ts";
import styles from "./people.module.css";
import { Initials } from "./people-page.tsx";
import { Renaming } from "./renaming.tsx";

export function PersonPage() {
  const id = idIn(useRoute().params.id);
  return id === undefined ? <NotFoundPage /> : <Page key={id} id={id} />;
}

/** A user and their ratings; for the user themselves and admins, what is to be changed. */
function Page({ id }: { id: number }) {
  const user = useQuery(userQuery(id));
  const name = user.data && `${user.data.firstName} ${user.data.lastName}`;
  useTitle(name);
  if (user.isLoadingError) return <ReadFailed error={user.error} again={() => void user.refetch()} />;
  return (
    <>
      <header class={styles.profile}>
        <Initials first={user.data?.firstName} last={user.data?.lastName} />
        <div>
          <NameHeading name={name} />
          <p class={styles.since}>{user.data ? text.people.since(user.data.createdAt) : <Skeleton width={8} />}</p>
        </div>
      </header>
      <Changes id={id} name={name} />
      <h2>{text.people.ratingsOf}</h2>
      <RatingsList filter={{ userId: id }} show="service" empty={{ title: text.people.noRatings }} />
    </>
  );
}

/** What may be done with a profile; nothing for most. */
function Changes({ id, name }: { id: number; name: string | undefined }) {
  const [renaming, setRenaming] = useState<Versioned<User>>();
  const [removing, setRemoving] = useState(false);
  const renamed = useDone();
  const [failed, setFailed] = useState<Error>();
  const { session, profile, failed: unknown } = useWho();
  const [held, hold] = useState(false);
  const { opener, giveBack } = useReturn();
  const isOwn = profile?.id === id;
  const client = useQueryClient();
  // As in the panel of a rating: a session that ends does not end the writing, who leaves does.
  const mayChange = useHeld(isOwn || may(session, "admin"), held && !session?.left);
  if (!name || (profile === undefined && !unknown)) return <div class={styles.changes} aria-busy="true" />;
  if (!mayChange) return null;
  const rename = () => {
    renamed.clear();
    setFailed(undefined);
    return client.fetchQuery(userVersionQuery(id)).then(setRenaming, setFailed);
  };
  return (
    <div class={styles.changes}>
      {renaming ? (
        <Renaming
          key={renaming.etag}
          current={renaming}
          hold={hold}
          onClose={() => {
            setRenaming(undefined);
            giveBack();
          }}
          onNewer={rename}
          onRenamed={(now) => {
            client.setQueryData(userQuery(id).queryKey, now);
            void client.invalidateQueries({ queryKey: ["profile"] });
            setRenaming(undefined);
            renamed.tell(text.people.renamed);
          }}
        />
      ) : (
        <div class={controls.row}>
          <button type="button" ref={opener} class={controls.button} onClick={rename}>
            {text.people.rename}
          </button>
          <button type="button" class={`${controls.button} ${controls.danger}`} onClick={() => setRemoving(true)}>
            {text.people.remove}
          </button>
          {renamed.note}
        </div>
      )}
      {failed && <ReadFailed error={failed} again={rename} />}
      {removing && <Removing id={id} name={name} hold={hold} onClose={() => setRemoving(false)} />}
    </div>
  );
}

interface RemovingProps {
  readonly id: number;
  readonly name: string;
  readonly hold: Hold;
  readonly onClose: () => void;
}

function Removing({ id, name, hold, onClose }: RemovingProps) {
  const session = useSession();
  const isOwn = useProfile()?.id === id;
  const client = useQueryClient();
  const { route } = useLocation();
  return (
    <Removal
      what={`user/${id}`}
      title={text.people.removeTitle(name)}
      explained={text.people.removeExplained}
      action={text.people.remove}
      send={(headers, signal) => api.DELETE("/users/{id}", { params: { path: { id } }, headers, signal })}
      hold={hold}
      onGone={() => {
        onClose();
        route("/ui/people", true);
        client.removeQueries({ queryKey: ["user", id] });
        // The next one is another one, also under the same name.
        if (session && isOwn) forgetWish(wishForProfile(session));
        for (const read of ["users", "profile", "ratings", "own rating", "statistics", "services"]) {
          void client.invalidateQueries({ queryKey: [read] });
        }
      }}
      onClose={onClose}
    />
  );
}
