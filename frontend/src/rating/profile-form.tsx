import { useQueryClient } from "@tanstack/preact-query";
import type { TargetedSubmitEvent } from "preact";
import { useId, useState } from "preact/hooks";
import { api, type Session } from "../api/client.ts";
import controls from "../parts/controls.module.css";
import { DeliveryNote } from "../parts/delivery-note.tsx";
import { useDelivery } from "../session/use-delivery.ts";
import { text } from "../text/index.ts";
import styles from "./rate-panel.module.css";

/** Names the wish for a profile of one's own (`keys.ts`). */
export const WISH_FOR_PROFILE = "profile";

/** As many characters as the API takes. */
const LONGEST_NAME = 100;

/** Whoever rates for the first time says under which name. */
export function ProfileForm({ session }: { session: Session }) {
  const [given = "", ...family] = (session.name ?? "").split(" ");
  const [name, setName] = useState({ firstName: given, lastName: family.join(" ") });
  const delivery = useDelivery();
  const client = useQueryClient();
  const send = async () => {
    const made = await delivery.start({ name: WISH_FOR_PROFILE, content: name, keyed: true }, (headers, signal) =>
      api.POST("/users", { body: name, headers, signal }),
    );
    if (made) await client.invalidateQueries({ queryKey: ["profile"] });
  };
  return (
    <form
      class={styles.form}
      onSubmit={(event: TargetedSubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        void send();
      }}
    >
      <p>{text.rate.noProfile}</p>
      <NameFields name={name} onChange={setName} />
      <DeliveryNote delivery={delivery} again={send} />
      <div class={controls.row}>
        <button type="submit" class={`${controls.button} ${controls.primary}`} aria-disabled={delivery.busy}>
          {delivery.busy ? text.rate.sending : text.rate.makeProfile}
        </button>
      </div>
    </form>
  );
}

export interface Name {
  readonly firstName: string;
  readonly lastName: string;
}

/** The two fields of a name. The browser itself asks for what is missing. */
export function NameFields({ name, onChange }: { name: Name; onChange: (name: Name) => void }) {
  const id = useId();
  return (
    <div class={styles.names}>
      {(["firstName", "lastName"] as const).map((field) => (
        <div key={field} class={controls.field}>
          <label class={controls.label} for={`${id}-${field}`}>
            {text.rate[field]}
          </label>
          <input
            id={`${id}-${field}`}
            class={controls.input}
            required
            pattern=".*\S.*"
            maxLength={LONGEST_NAME}
            autocomplete={field === "firstName" ? "given-name" : "family-name"}
            value={name[field]}
            onInput={(event) => onChange({ ...name, [field]: event.currentTarget.value })}
          />
        </div>
      ))}
    </div>
  );
}
