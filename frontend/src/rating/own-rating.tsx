import { useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { api, type Rating } from "../api/client.ts";
import { ratingVersionQuery, type Versioned } from "../api/reads.ts";
import controls from "../parts/controls.module.css";
import { useReturn } from "../parts/focus.ts";
import { ReadFailed } from "../parts/notes.tsx";
import { Stars } from "../parts/stars.tsx";
import { useDraft } from "../session/draft.ts";
import { EditEnds } from "../session/edit-ends.tsx";
import { type Hold, useHold } from "../session/hold.ts";
import { Removal } from "../session/removal.tsx";
import { useDelivery } from "../session/use-delivery.ts";
import { text } from "../text/index.ts";
import { commentOf, type Draft } from "./draft.ts";
import styles from "./rate-panel.module.css";
import { RatingForm } from "./rating-form.tsx";

interface Props {
  readonly rating: Rating;
  readonly hold: Hold;
  readonly onChanged: (rating: Rating) => void;
  readonly onWithdrawn: () => void;
}

/** One's own rating, to be changed or withdrawn. */
export function OwnRating({ rating, hold, onChanged, onWithdrawn }: Props) {
  const [editing, setEditing] = useState<Versioned<Rating>>();
  const [withdrawing, setWithdrawing] = useState(false);
  const [failed, setFailed] = useState<Error>();
  const { opener, giveBack } = useReturn();
  const client = useQueryClient();
  // The version that is shown for editing is the one that will be changed, or none (If-Match).
  const edit = () => {
    setFailed(undefined);
    return client.fetchQuery(ratingVersionQuery(rating.id)).then(setEditing, setFailed);
  };
  if (editing) {
    return (
      <Editor
        key={editing.etag}
        current={editing}
        hold={hold}
        onChanged={(now) => {
          setEditing(undefined);
          onChanged(now);
        }}
        onClose={() => {
          setEditing(undefined);
          giveBack();
        }}
        onNewer={edit}
      />
    );
  }
  return (
    <>
      <p class={styles.own}>
        <Stars value={rating.score} />
      </p>
      {rating.comment && <p class={styles.comment}>{rating.comment}</p>}
      {failed && <ReadFailed error={failed} again={edit} />}
      <div class={controls.row}>
        <button type="button" ref={opener} class={controls.button} onClick={edit}>
          {text.rate.edit}
        </button>
        <button type="button" class={`${controls.button} ${controls.danger}`} onClick={() => setWithdrawing(true)}>
          {text.rate.withdraw}
        </button>
      </div>
      {withdrawing && (
        <Removal
          what={`rating/${rating.id}`}
          title={text.rate.withdrawTitle}
          explained={text.rate.withdrawExplained}
          action={text.rate.withdraw}
          send={(headers, signal) =>
            api.DELETE("/ratings/{id}", { params: { path: { id: rating.id } }, headers, signal })
          }
          hold={hold}
          onGone={onWithdrawn}
          onClose={() => setWithdrawing(false)}
        />
      )}
    </>
  );
}

interface EditorProps {
  readonly current: Versioned<Rating>;
  readonly hold: Hold;
  readonly onChanged: (rating: Rating) => void;
  readonly onClose: () => void;
  readonly onNewer: () => void;
}

function Editor({ current, hold, onChanged, onClose, onNewer }: EditorProps) {
  const { id, score, comment } = current.value;
  const delivery = useDelivery();
  useHold(delivery, hold);
  const name = `edit/${id}/${current.etag}`;
  const { draft, write, forget } = useDraft<Draft>(name, { score, comment: comment ?? "" });
  const send = async (chosen: number) => {
    const body = { score: chosen, comment: commentOf(draft) };
    const changed = await delivery.start({ name, content: body, keyed: true }, (headers, signal) =>
      api.PATCH("/ratings/{id}", {
        params: { path: { id } },
        body: body as never,
        headers: { ...headers, "Content-Type": "application/merge-patch+json", "If-Match": current.etag },
        signal,
      }),
    );
    if (!changed) return;
    forget();
    onChanged(changed.data as Rating);
  };
  return (
    <RatingForm draft={draft} write={write} delivery={delivery} action={text.rate.save} send={send} opened>
      <EditEnds state={delivery.state} forget={forget} onClose={onClose} onNewer={onNewer} />
    </RatingForm>
  );
}
