import { useState } from "preact/hooks";
import type { Session, User } from "../api/client.ts";
import { problemIn } from "../api/problem.ts";
import controls from "../parts/controls.module.css";
import { signInAddress, signOut, useProfile, useSession } from "../session/session.ts";
import { text } from "../text/index.ts";
import styles from "./frame.module.css";

const BUTTON = `${controls.button} ${controls.small}`;

/** Nothing before it is known whether there is a profile, whose name is another one. */
function nameOf({ name }: Session, profile: User | null | undefined): string | undefined {
  return profile === undefined ? undefined : (profile?.firstName ?? name ?? text.session.unknownName);
}

/** Who is signed in, and the way in or out. */
export function Account() {
  const session = useSession();
  const profile = useProfile();
  const [failed, setFailed] = useState(false);
  if (!session) return <span class={styles.account} />;
  if (!session.signedIn) {
    return (
      <span class={styles.account}>
        <a
          class={BUTTON}
          href={signInAddress()}
          // Where it leads back to is known when it is followed.
          onClick={({ currentTarget }) => {
            currentTarget.href = signInAddress();
          }}
        >
          {text.session.signIn}
        </a>
      </span>
    );
  }
  const name = nameOf(session, profile);
  const leave = () =>
    signOut().then(
      () => setFailed(false),
      (thrown) => {
        problemIn(thrown);
        setFailed(true);
      },
    );
  return (
    <span class={styles.account}>
      {profile ? (
        <a class={styles.who} href={`/ui/people/${profile.id}`} title={text.session.profile}>
          {name}
        </a>
      ) : (
        <span class={styles.who}>{name}</span>
      )}
      <button type="button" class={BUTTON} onClick={leave}>
        {text.session.signOut}
      </button>
      <span role="alert" class={styles.alert}>
        {failed && text.session.signOutFailed}
      </span>
    </span>
  );
}
