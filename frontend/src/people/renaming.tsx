import type { TargetedSubmitEvent } from "preact";
import { useRef } from "preact/hooks";
import { api, type User } from "../api/client.ts";
import type { Versioned } from "../api/reads.ts";
import controls from "../parts/controls.module.css";
import { DeliveryNote } from "../parts/delivery-note.tsx";
import { useFirstFocus } from "../parts/focus.ts";
import { type Name, NameFields } from "../rating/profile-form.tsx";
import { useDraft } from "../session/draft.ts";
import { EditEnds } from "../session/edit-ends.tsx";
import { type Hold, useHold } from "../session/hold.ts";
import { useDelivery } from "../session/use-delivery.ts";
import { text } from "../text/index.ts";
import styles from "./people.module.css";

interface Props {
  readonly current: Versioned<User>;
  readonly hold: Hold;
  readonly onRenamed: (user: User) => void;
  readonly onClose: () => void;
  readonly onNewer: () => void;
}

/** Changes the name of the version that is shown, or of none. */
export function Renaming({ current, hold, onRenamed, onClose, onNewer }: Props) {
  const { id, firstName, lastName } = current.value;
  const wish = `rename/${id}/${current.etag}`;
  const { draft, write, forget } = useDraft<Name>(wish, { firstName, lastName });
  const delivery = useDelivery();
  useHold(delivery, hold);
  const form = useRef<HTMLFormElement>(null);
  useFirstFocus(form, true);
  const send = async () => {
    const renamed = await delivery.start({ name: wish, content: draft, keyed: true }, (headers, signal) =>
      api.PATCH("/users/{id}", {
        params: { path: { id } },
        body: draft as never,
        headers: { ...headers, "Content-Type": "application/merge-patch+json", "If-Match": current.etag },
        signal,
      }),
    );
    if (!renamed) return;
    forget();
    onRenamed(renamed.data as User);
  };
  return (
    <form
      ref={form}
      class={styles.renaming}
      onSubmit={(event: TargetedSubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        void send();
      }}
    >
      <NameFields name={draft} fixed={delivery.busy} onChange={write} />
      <DeliveryNote delivery={delivery} again={send} />
      <div class={controls.row}>
        <button type="submit" class={`${controls.button} ${controls.primary}`} aria-disabled={delivery.busy}>
          {delivery.busy ? text.rate.sending : text.people.rename}
        </button>
        <EditEnds state={delivery.state} forget={forget} onClose={onClose} onNewer={onNewer} />
      </div>
    </form>
  );
}
