import type { TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";
import { api, type User } from "../api/client.ts";
import type { Versioned } from "../api/reads.ts";
import controls from "../parts/controls.module.css";
import { DeliveryNote } from "../parts/delivery-note.tsx";
import { NameFields } from "../rating/profile-form.tsx";
import { useDelivery } from "../session/use-delivery.ts";
import { text } from "../text/index.ts";
import styles from "./people.module.css";

interface Props {
  readonly current: Versioned<User>;
  readonly onRenamed: (user: User) => void;
  readonly onClose: () => void;
  readonly onNewer: () => void;
}

/** Changes the name of the version that is shown, or of none. */
export function Renaming({ current, onRenamed, onClose, onNewer }: Props) {
  const { id, firstName, lastName } = current.value;
  const [name, setName] = useState({ firstName, lastName });
  const delivery = useDelivery();
  const { state } = delivery;
  const send = async () => {
    const wish = { name: `rename/${id}/${current.etag}`, content: name, keyed: true };
    const renamed = await delivery.start(wish, (headers, signal) =>
      api.PATCH("/users/{id}", {
        params: { path: { id } },
        body: name as never,
        headers: { ...headers, "Content-Type": "application/merge-patch+json", "If-Match": current.etag },
        signal,
      }),
    );
    if (renamed) onRenamed(renamed.data as User);
  };
  return (
    <form
      class={styles.renaming}
      onSubmit={(event: TargetedSubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        void send();
      }}
    >
      <NameFields name={name} onChange={setName} />
      <DeliveryNote delivery={delivery} again={send} />
      <div class={controls.row}>
        <button type="submit" class={`${controls.button} ${controls.primary}`} aria-disabled={delivery.busy}>
          {delivery.busy ? text.rate.sending : text.people.rename}
        </button>
        <button type="button" class={controls.button} onClick={onClose}>
          {text.app.cancel}
        </button>
        {state.kind === "failed" && state.problem.status === 412 && (
          <button type="button" class={controls.button} onClick={onNewer}>
            {text.rate.loadNewer}
          </button>
        )}
      </div>
    </form>
  );
}
