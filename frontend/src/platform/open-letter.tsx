import { useQuery } from "@tanstack/preact-query";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import controls from "../parts/controls.module.css";
import dialogs from "../parts/dialog.module.css";
import { ReadFailed, Skeleton } from "../parts/notes.tsx";
import { Removal } from "../session/removal.tsx";
import { text } from "../text/index.ts";
import { isEvent, isRedrivable, letterQuery, type OpenedLetter, requestOf } from "./letter-reads.ts";
import styles from "./letters.module.css";
import { Redriving } from "./redriving.tsx";
import tables from "./tables.module.css";
import { Heads } from "./tables.tsx";

const t = text.platform.letters;

interface Props {
  readonly id: string;
  /** The letter is gone, or was sent again. */
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** A letter with all that it holds, and what can be done with it. The browser keeps the focus inside. */
export function OpenLetter({ id, onChanged, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [wish, setWish] = useState<"redrive" | "remove">();
  const letter = useQuery(letterQuery(id));
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  const changed = (gone: boolean) => {
    onChanged();
    if (gone) close();
  };
  return (
    <dialog ref={dialog} class={`${dialogs.dialog} ${styles.letter}`} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{letter.data ? requestOf(letter.data) : <Skeleton width={12} />}</h2>
      {letter.isLoadingError && <ReadFailed error={letter.error} again={() => void letter.refetch()} />}
      {letter.data && <LetterContent letter={letter.data} />}
      <div class={controls.row}>
        {letter.data && isRedrivable(letter.data) && (
          <button type="button" class={controls.button} onClick={() => setWish("redrive")}>
            {isEvent(letter.data) ? t.retell.action : t.redrive.action}
          </button>
        )}
        {letter.data && (
          <button type="button" class={`${controls.button} ${controls.danger}`} onClick={() => setWish("remove")}>
            {t.remove.action}
          </button>
        )}
        <button type="button" class={controls.button} onClick={close}>
          {text.app.close}
        </button>
      </div>
      {letter.data && wish === "redrive" && (
        <Redriving letter={letter.data} onTold={onChanged} onClose={(gone) => (gone ? close() : setWish(undefined))} />
      )}
      {wish === "remove" && (
        <Removal
          what={`dead letter/${id}`}
          title={t.remove.title}
          explained={t.remove.explained}
          action={t.remove.action}
          send={(headers, signal) => api.DELETE("/-/dead-letters/{id}", { params: { path: { id } }, headers, signal })}
          onGone={() => changed(true)}
          onClose={() => setWish(undefined)}
        />
      )}
    </dialog>
  );
}

/** Why it is dead, what to know before it is sent again, and what it holds. */
export function LetterContent({ letter }: { letter: OpenedLetter }) {
  const base64 = letter.bodyBase64 ?? letter.eventBase64;
  const content = letter.body ?? letter.event ?? (base64 && t.bytes(text.format.number(lengthOf(base64))));
  return (
    <>
      <dl class={styles.facts}>
        <dt>{t.buried}</dt>
        <dd>{text.format.moment(letter.buried)}</dd>
        <dt>{t.reason}</dt>
        <dd>{letter.reason}</dd>
        <dt>{t.from}</dt>
        <dd>{letter.stream}</dd>
        <dt>{t.deliveries}</dt>
        <dd>{text.format.number(letter.deliveries)}</dd>
      </dl>
      {letter.warnings.map((warning) => (
        <p key={warning} class={styles.warning}>
          {t.warnings[warning]}
        </p>
      ))}
      {letter.fields && letter.fields.length > 0 && <Fields fields={letter.fields} />}
      {content && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: else a keyboard could not scroll it (axe: scrollable-region-focusable)
        <section class={styles.content} tabIndex={0} aria-label={isEvent(letter) ? t.event : t.content}>
          <pre>{content}</pre>
        </section>
      )}
    </>
  );
}

function Fields({ fields }: { fields: readonly string[][] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
    <section class={tables.wide} tabIndex={0} aria-label={t.field}>
      <table>
        <Heads heads={[t.field, t.value]} />
        <tbody>
          {fields.map(([name, value]) => (
            <tr key={`${name} ${value}`}>
              <td>{name}</td>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const lengthOf = (base64: string) => (base64.length / 4) * 3 - (/=*$/.exec(base64)?.[0].length ?? 0);
