import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import controls from "../parts/controls.module.css";
import { DeliveryNote } from "../parts/delivery-note.tsx";
import { focusFirst, useFirstFocus } from "../parts/focus.ts";
import { StarChoice } from "../parts/stars.tsx";
import type { Delivery } from "../session/use-delivery.ts";
import { text } from "../text/index.ts";
import { type Draft, LONGEST_COMMENT } from "./draft.ts";
import styles from "./rate-panel.module.css";

interface Props {
  readonly draft: Draft;
  readonly write: (draft: Draft) => void;
  readonly delivery: Delivery;
  readonly action: string;
  readonly send: (score: number) => void;
  /** Whether somebody has just opened it, and goes on in it. */
  readonly opened?: boolean;
  /** Further buttons. */
  readonly children?: ComponentChildren;
}

/** Stars and a comment. Sent by a click, by Enter on the stars or by Ctrl+Enter in the comment; twice is once. */
export function RatingForm({ draft, write, delivery, action, send, opened = false, children }: Props) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [asked, setAsked] = useState(false);
  useFirstFocus(form, opened);
  const { state } = delivery;
  const errors = state.kind === "failed" ? state.problem.errors : [];
  const wrong = (field: string) => errors.find((error) => error.field === field)?.detail;
  const missing = asked && draft.score === undefined ? text.rate.chooseScore : undefined;
  const submit = () => {
    setAsked(true);
    if (draft.score !== undefined) send(draft.score);
    else focusFirst(form.current);
  };
  return (
    <form
      ref={form}
      class={styles.form}
      noValidate
      onSubmit={(event: TargetedSubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        submit();
      }}
    >
      <StarChoice
        name={`${id}-score`}
        value={draft.score}
        wrong={missing ?? wrong("score")}
        fixed={delivery.busy}
        onChoose={(score) => write({ ...draft, score })}
      />
      <div class={controls.field}>
        <label class={controls.label} for={`${id}-comment`}>
          {text.rate.comment} <small>{text.rate.optional}</small>
        </label>
        <textarea
          id={`${id}-comment`}
          class={controls.input}
          maxLength={LONGEST_COMMENT}
          readOnly={delivery.busy}
          aria-invalid={wrong("comment") !== undefined}
          aria-describedby={`${id}-hint`}
          value={draft.comment}
          onInput={(event) => write({ ...draft, comment: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
          }}
        />
        <p id={`${id}-hint`} class={wrong("comment") ? controls.wrong : controls.hint}>
          {wrong("comment") ?? text.rate.left(LONGEST_COMMENT - draft.comment.length)}
        </p>
      </div>
      <DeliveryNote delivery={delivery} again={submit} />
      <div class={controls.row}>
        <button type="submit" class={`${controls.button} ${controls.primary}`} aria-disabled={delivery.busy}>
          {delivery.busy ? text.rate.sending : action}
        </button>
        {children}
      </div>
    </form>
  );
}
