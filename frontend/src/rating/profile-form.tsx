import { useQueryClient } from "@tanstack/preact-query";
import type { TargetedSubmitEvent } from "preact";
import { useId } from "preact/hooks";
import { api, type Session } from "../api/client.ts";
import controls from "../parts/controls.module.css";
import { DeliveryNote } from "../parts/delivery-note.tsx";
import { useDraft } from "../session/draft.ts";
import { type Hold, useHold } from "../session/hold.ts";
import { useDelivery } from "../session/use-delivery.ts";
import { text } from "../text/index.ts";
import styles from "./rate-panel.module.css";

/** Names the wish for a profile of one's own, and its draft. */
export const wishForProfile = ({ subject }: Session) => `profile/${subject}`;

/** As many characters as the API takes. */
const LONGEST_NAME = 100;

/** Whoever rates for the first time says under which name. */
export function ProfileForm({ session, hold }: { session: Session; hold: Hold }) {
  const [given = "", ...family] = (session.name ?? "").split(" ");
  const wish = wishForProfile(session);
  const { draft, write, forget } = useDraft<Name>(wish, { firstName: given, lastName: family.join(" ") });
  const delivery = useDelivery();
  useHold(delivery, hold);
  const client = useQueryClient();
  const send = async () => {
    const made = await delivery.start({ name: wish, content: draft, keyed: true }, (headers, signal) =>
      api.POST("/users", { body: draft, headers, signal }),
    );
    if (!made) return;
    forget();
    await client.invalidateQueries({ queryKey: ["profile"] });
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
      <NameFields name={draft} fixed={delivery.busy} onChange={write} />
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

interface FieldsProps {
  readonly name: Name;
  /** Whether it cannot be changed for now. */
  readonly fixed: boolean;
  readonly onChange: (name: Name) => void;
}

/** The two fields of a name. The browser itself asks for what is missing. */
export function NameFields({ name, fixed, onChange }: FieldsProps) {
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
            readOnly={fixed}
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
